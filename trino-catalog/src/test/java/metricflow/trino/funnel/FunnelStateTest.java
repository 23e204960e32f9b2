package metricflow.trino.funnel;

import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import metricflow.funnel.FunnelRules;
import org.junit.jupiter.api.Test;

final class FunnelStateTest {
  private static final FunnelRules RULES = FunnelRules.ordered(2, 1_000);

  private final FunnelStateFactory factory = new FunnelStateFactory();
  private final FunnelStateSerializer serializer = new FunnelStateSerializer();

  @Test
  void reading_a_state_replaces_what_was_there() {
    FunnelState full = factory.createSingleState();
    full.add(RULES, 0, 1, 1);
    FunnelState other = factory.createSingleState();
    other.add(RULES, 5, 2, 2);
    Block block = written(full, factory.createSingleState());

    serializer.deserialize(block, 0, other);
    assertThat(other.matched().stepsReached()).isEqualTo(1);
    assertThat(other.get().toSlice()).isEqualTo(full.get().toSlice());

    serializer.deserialize(block, 1, other);
    assertThat(other.get()).isNull();
  }

  private Block written(FunnelState... states) {
    BlockBuilder out = VARBINARY.createBlockBuilder(null, states.length);
    for (FunnelState state : states) {
      serializer.serialize(state, out);
    }
    return out.build();
  }

  @Test
  void a_state_taken_in_is_copied_not_shared() {
    FunnelState source = factory.createSingleState();
    source.add(RULES, 0, 1, 1);
    FunnelState target = factory.createSingleState();
    target.addAll(source.get());
    source.add(RULES, 1, 2, 2);

    assertThat(target.matched().stepsReached()).isEqualTo(1);
    assertThat(source.matched().stepsReached()).isEqualTo(2);
  }

  @Test
  void memory_of_groups_is_the_sum_of_what_they_hold() {
    GroupedFunnelState groups = new GroupedFunnelState();
    groups.ensureCapacity(1_000);
    long empty = groups.getEstimatedSize();
    long held = 0;
    for (int group = 0; group < 1_000; group++) {
      groups.setGroupId(group);
      for (int event = 0; event < group % 20; event++) {
        groups.add(RULES, event, event, 1);
      }
      held += groups.get() == null ? 0 : groups.get().retainedBytes();
    }

    assertThat(groups.getEstimatedSize() - empty).isEqualTo(held);
    for (int group = 0; group < 1_000; group++) {
      groups.setGroupId(group);
      groups.set(null);
    }
    assertThat(groups.getEstimatedSize()).isEqualTo(empty);
  }

  @Test
  void groups_keep_their_own_events() {
    GroupedFunnelState groups = new GroupedFunnelState();
    groups.ensureCapacity(200);
    groups.setGroupId(150);
    groups.add(RULES, 0, 1, 1);
    groups.setGroupId(151);

    assertThat(groups.get()).isNull();
  }

  @Test
  void a_copy_lives_on_its_own() {
    FunnelState state = factory.createSingleState();
    state.add(RULES, 0, 1, 1);
    FunnelState copy = (FunnelState) state.copy();
    state.add(RULES, 1, 2, 2);

    assertThat(copy.matched().stepsReached()).isEqualTo(1);
  }
}
