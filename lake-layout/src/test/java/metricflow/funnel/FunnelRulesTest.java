package metricflow.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Funnel counting, case by case. */
final class FunnelRulesTest {
  private static final long MINUTE = 60_000;

  /**
   * Events are letters and seconds: A, B, C fill steps 0, 1, 2, small letters a and b are excluded
   * after step 0 and 1, X fills nothing. Expected are the seconds of each step reached.
   */
  @ParameterizedTest(name = "{0}: {1} {3}")
  @CsvSource({
    // The vectors of the semantics reference.
    "V1 the newest start that converts, ordered, 3, A0 A30 B45 C75, 30 45 75",
    "V1, windowfunnel, 3, A0 A30 B45 C75, 30 45 75",
    "V2 a path keeps the start it had, ordered, 3, A0 B10 A20 C65, 0 10",
    "V2, windowfunnel, 3, A0 B10 A20 C65, 0 10",
    "V3 a step is taken again by a newer path, ordered, 3, A0 B10 A20 B25 C65, 20 25 65",
    "V3, windowfunnel, 3, A0 B10 A20 B25 C65, 20 25 65",
    "V4 two steps at one instant, ordered, 2, A0 B0, 0 0",
    "V4, windowfunnel, 2, A0 B0, 0 0",
    "V5 a step before the first, ordered, 2, B0 A1.5, 1.5",
    "V5, windowfunnel, 2, B0 A1.5, 1.5",
    "V6 one event fills one step, ordered, 2, AB0, 0",
    "V6 but two in windowFunnel, windowfunnel, 2, AB0, 0 0",
    "V7 an exclusion ends the path, ordered, 2, A0 a5 B10, 0",
    "V7b another path may convert, ordered, 2, A0 a5 B10 A20 B25, 20 25",
    "V8 one value held constant is one funnel, ordered, 2, A5 B10, 5 10",
    "V9 strict order allows nothing in between, strict, 2, A0 X5 B10, 0",
    "V9, windowfunnel strict, 2, A0 X5 B10, 0",
    "V10 the window includes its end, ordered, 2, A0 B60, 0 60",
    "V10, windowfunnel, 2, A0 B60, 0 60",
    "V10b and nothing after it, ordered, 2, A0 B60.001, 0",
    "V10b, windowfunnel, 2, A0 B60.001, 0",
    // Exclusions.
    "after another step it does not matter, ordered, 3, A0 b5 B10 C20, 0 10 20",
    "before the first step it does not matter, ordered, 2, a0 A5 B10, 5 10",
    "a step taken again after it counts, ordered, 3, A0 B5 b6 B7 C8, 0 7 8",
    "what fills the next step is not in between, ordered, 2, A0 aB5, 0 5",
    "what fills the step before starts anew, ordered, 2, A0 aA5 B6, 5 6",
    "an older path goes on behind it, ordered, 3, A0 B5 a6 A7 C8, 0 5 8",
    "in any order it ends all, any, 3, A0 C1 b2 B3, 0 1",
    // Strict order.
    "a step may be repeated, strict, 3, A0 A1 B2 B3 C4, 1 2 4",
    "but not an earlier one, strict, 3, A0 B1 A2 C3, 0 1",
    "a later try may convert, strict, 2, A0 X1 B2 A3 B4, 3 4",
    "windowFunnel gives up, windowfunnel strict, 2, A0 X1 B2 A3 B4, 0",
    "strict and excluded, strict, 2, A0 aA1 B2, 1 2",
    // Any order.
    "steps in any order, any, 3, C0 A10 B20, 0 10 20",
    "the tightest set, any, 2, A0 A10 B20, 10 20",
    "a window apart they are not together, any, 2, A0 B61, 0",
    "the window slides, any, 3, A0 B30 C61 A62, 30 61 62",
    "an event steps aside for another, any, 2, AB0 A1, 0 1",
    "and back, any, 3, AB0 BC1 B2, 0 1 2",
    "one event fills one step in any order, any, 2, AB0, 0",
    // Repeated steps: the same event twice in the funnel.
    "a step that is the one before again, ordered, 2, AB0 AB5, 0 5",
    "twice in strict order, strict, 2, AB0 AB5, 0 5",
    "twice in any order, any, 2, AB0 AB5, 0 5",
    "the earliest that completes is told, ordered, 2, A0 B1 A2 B3, 0 1",
  })
  void steps_are_reached_at(String rule, String mode, int steps, String events, String times) {
    FunnelMatcher matcher = FunnelRules.of(steps, MINUTE, mode).matcher();
    FunnelEvents given = new FunnelEvents();
    for (String event : events.split(" ")) {
      String letters = event.replaceAll("[0-9.]", "");
      given.add(millis(event.substring(letters.length())), -1, mask(letters));
    }
    given.match(matcher);

    assertThat(matcher.result().stepTimes())
        .as(rule)
        .isEqualTo(Arrays.stream(times.split(" ")).map(FunnelRulesTest::millis).toList());
  }

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }

  private static long mask(String letters) {
    return letters
        .chars()
        .mapToLong(c ->
            c == 'X'
                ? 0
                : Character.isUpperCase(c) ? 1L << (c - 'A') : FunnelRules.exclusionAfter(c - 'a'))
        .sum();
  }

  @Test
  void all_twenty_steps_have_their_bits() {
    for (FunnelOrder order : FunnelOrder.values()) {
      FunnelMatcher matcher =
          new FunnelRules(StepTimeline.MAX_STEPS, 20, order, FunnelSemantics.BEST_PATH).matcher();
      for (int step = 0; step < StepTimeline.MAX_STEPS; step++) {
        assertThat(matcher.accept(step, 1L << step)).isEqualTo(step == StepTimeline.MAX_STEPS - 1);
      }
      assertThat(matcher.stepsReached()).isEqualTo(StepTimeline.MAX_STEPS);
    }
  }

  @Test
  void the_last_gap_can_have_an_exclusion() {
    FunnelMatcher matcher = FunnelRules.ordered(StepTimeline.MAX_STEPS, 100).matcher();
    for (int step = 0; step < StepTimeline.MAX_STEPS - 1; step++) {
      matcher.accept(step, 1L << step);
    }
    matcher.accept(50, FunnelRules.exclusionAfter(StepTimeline.MAX_STEPS - 2));
    matcher.accept(51, 1L << (StepTimeline.MAX_STEPS - 1));

    assertThat(matcher.stepsReached()).isEqualTo(StepTimeline.MAX_STEPS - 1);
  }

  @Test
  void only_a_full_conversion_has_a_time_to_convert() {
    assertThat(new FunnelResult(2, List.of(5L, 9L)).millisToConvert())
        .isEqualTo(OptionalLong.of(4));
    assertThat(new FunnelResult(3, List.of(5L, 9L)).millisToConvert()).isEmpty();
  }

  @Test
  void events_that_change_nothing_are_known_before() {
    assertThat(FunnelRules.of(2, 0, "ordered").concerns(4)).isFalse();
    assertThat(FunnelRules.of(2, 0, "ordered").concerns(FunnelRules.exclusionAfter(1))).isFalse();
    assertThat(FunnelRules.of(2, 0, "ordered").concerns(FunnelRules.exclusionAfter(0))).isTrue();
    assertThat(FunnelRules.of(2, 0, "strict").concerns(0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, ordered, steps must be between 1 and 20",
    "21, 0, ordered, steps must be between 1 and 20",
    "2, -1, ordered, window_millis must not be negative",
    "2, 0, sorted, mode must be",
  })
  void a_funnel_that_cannot_be_is_refused(int steps, long window, String mode, String message) {
    assertThatThrownBy(() -> FunnelRules.of(steps, window, mode))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void windowfunnel_in_any_order_is_refused() {
    assertThatThrownBy(() -> new FunnelRules(2, 0, FunnelOrder.ANY, FunnelSemantics.WINDOW_FUNNEL))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
