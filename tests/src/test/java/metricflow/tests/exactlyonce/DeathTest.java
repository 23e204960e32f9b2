package metricflow.tests.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.config.CrashPoint;
import org.junit.jupiter.api.Test;

class DeathTest {
  private static final Settings LONG =
      new Settings(11, 3, 2_000, 50, List.of(1, 2), List.of("kafka"), 0);

  @Test
  void every_crash_point_is_met_in_the_micro_batch_that_is_repeated_and_in_a_fresh_one() {
    Set<Death> planned = Set.copyOf(Death.plan(LONG));
    for (CrashPoint point : CrashPoint.values()) {
      assertThat(planned).contains(new Death.AtPoint(point, 1), new Death.AtPoint(point, 2));
    }
  }

  @Test
  void as_many_random_kills_as_asked_for_some_of_them_while_starting() {
    List<Death> random =
        Death.plan(LONG).stream()
            .filter(d -> d instanceof Death.AtRandom || d instanceof Death.WhileStarting)
            .toList();
    assertThat(random).hasSize(50);
    assertThat(random.stream().map(Death::getClass).collect(Collectors.toSet())).hasSize(2);
  }

  @Test
  void a_seed_always_gives_the_same_plan() {
    assertThat(Death.plan(LONG)).isEqualTo(Death.plan(LONG));
  }
}
