package metricflow.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Funnel counting, case by case. Expected numbers are those of PostHog's ordered funnel. */
final class StepTimelineTest {
  private static final long MINUTE = 60_000;
  private static final int A = 1;
  private static final int B = 2;

  @ParameterizedTest(name = "{0}: {2} reaches {3}")
  @CsvSource({
    "V1 a later first step may start the path that converts, 3, A0 A30 B45 C75, 3",
    "V2 a path keeps the start it had when its step was reached, 3, A0 B10 A20 C65, 2",
    "V3 the newest path wins, 3, A0 B10 A20 B25 C65, 3",
    "V4 two steps at one instant both count, 2, B0 A0, 2",
    "V5 a step before the first one does not count, 2, B0 A1.5, 1",
    "V6 one event fills one step, 2, AB0, 1",
    "V10 the window includes its end, 2, A0 B60, 2",
    "V10b and nothing after it, 2, A0 B60.001, 1",
    "no first step, 3, B0 C1, 0",
    "a step left out, 3, A0 C1, 1",
    "a repeated event fills repeated steps, 2, AB0 AB5, 2",
    "repeats of a step change nothing, 3, A0 A1 B2 B3 A4, 2",
    "a full conversion stays one, 2, A0 B1 A100, 2",
  })
  void vectors_of_the_semantics_reference(String rule, int steps, String events, int reached) {
    StepTimeline timeline = new StepTimeline();
    for (String event : events.split(" ")) {
      String letters = event.replaceAll("[0-9.]", "");
      double seconds = Double.parseDouble(event.substring(letters.length()));
      timeline.add(Math.round(seconds * 1000), -1, mask(letters));
    }

    assertThat(timeline.stepsReached(steps, MINUTE)).as(rule).isEqualTo(reached);
  }

  private static int mask(String letters) {
    return letters.toUpperCase(Locale.ROOT).chars().map(c -> 1 << (c - 'A')).sum();
  }

  @Test
  void sequence_orders_events_of_one_instant() {
    StepTimeline timeline = new StepTimeline();
    timeline.add(0, 8, A);
    timeline.add(0, 7, B);

    assertThat(timeline.stepsReached(2, MINUTE)).isEqualTo(1);
  }

  @Test
  void an_event_that_fills_no_step_is_not_kept() {
    StepTimeline timeline = new StepTimeline();
    timeline.add(0, -1, 0);

    assertThat(timeline.size()).isZero();
    assertThat(timeline.stepsReached(2, MINUTE)).isZero();
  }

  @Test
  void an_event_added_once_twice_is_there_once() {
    StepTimeline timeline = new StepTimeline();
    timeline.addOnce(5, 1, A | B);
    timeline.addOnce(5, 1, A | B);

    assertThat(timeline.size()).isEqualTo(1);
    assertThat(timeline.stepsReached(2, MINUTE)).isEqualTo(1);
  }

  @Test
  void an_empty_timeline_has_no_bytes_and_no_steps() {
    StepTimeline read = StepTimeline.fromBytes(new StepTimeline().toBytes());

    assertThat(read.size()).isZero();
    assertThat(read.stepsReached(2, MINUTE)).isZero();
  }

  @Test
  void bytes_that_are_cut_are_refused() {
    assertThatThrownBy(() -> StepTimeline.fromBytes(new byte[17]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("17 bytes");
  }
}
