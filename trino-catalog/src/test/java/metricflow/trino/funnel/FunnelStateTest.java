package metricflow.trino.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.spi.TrinoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import org.junit.jupiter.api.Test;

final class FunnelStateTest {
  private static final FunnelRules RULES = FunnelRules.ordered(2, 1_000);

  @Test
  void each_group_counts_its_own_events_however_they_are_mixed() {
    Random random = new Random(7);
    GroupedFunnelState groups = new GroupedFunnelState();
    Map<Integer, FunnelEvents> expected = new HashMap<>();
    int known = 0;
    for (int run = 0; run < 20_000; run++) {
      int group = random.nextInt(1 + run / 3);
      if (group >= known) {
        known = group + 1;
        groups.ensureCapacity(known);
      }
      groups.setGroupId(group);
      for (int event = random.nextInt(4); event > 0; event--) {
        long time = random.nextInt(5_000);
        int mask = 1 + random.nextInt(3);
        groups.add(RULES, time, event, mask);
        expected.computeIfAbsent(group, one -> new FunnelEvents()).add(time, event, mask);
      }
    }

    FunnelMatcher matcher = RULES.matcher();
    for (int group = 0; group < known; group++) {
      groups.setGroupId(group);
      FunnelMatcher counted = groups.matched();
      if (expected.containsKey(group)) {
        expected.get(group).match(matcher);
        assertThat(counted.result()).as("group %d", group).isEqualTo(matcher.result());
      } else {
        assertThat(counted).as("group %d", group).isNull();
      }
    }
  }

  @Test
  void memory_is_that_of_what_is_held() {
    GroupedFunnelState groups = new GroupedFunnelState();
    groups.ensureCapacity(1_000);
    long empty = groups.getEstimatedSize();
    for (int event = 0; event < 1_000_000; event++) {
      groups.setGroupId(event / 1_000);
      groups.add(RULES, event, event, 1);
    }

    long eventBytes = 20;
    assertThat(groups.getEstimatedSize() - empty)
        .isBetween(1_000_000 * eventBytes, 1_010_000 * eventBytes);
  }

  @Test
  void groups_may_have_rules_of_their_own_but_not_two_of_them() {
    GroupedFunnelState groups = new GroupedFunnelState();
    groups.ensureCapacity(2);
    groups.add(RULES, 0, 1, 1);
    groups.setGroupId(1);
    FunnelRules others = FunnelRules.ordered(3, 1_000);
    groups.add(others, 0, 1, 1);

    assertThat(groups.matched().rules()).isEqualTo(others);
    assertThatThrownBy(() -> groups.add(RULES, 1, 2, 2))
        .isInstanceOf(TrinoException.class)
        .hasMessageContaining("must be the same for all rows of a group");
  }

  @Test
  void a_copy_lives_on_its_own() {
    FunnelState state = new FunnelStateFactory().createSingleState();
    state.add(RULES, 0, 1, 1);
    FunnelState copy = (FunnelState) state.copy();
    state.add(RULES, 1, 2, 2);

    assertThat(copy.matched().stepsReached()).isEqualTo(1);
    assertThat(state.matched().stepsReached()).isEqualTo(2);
  }
}
