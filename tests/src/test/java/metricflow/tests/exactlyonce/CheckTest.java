package metricflow.tests.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.BitSet;
import java.util.Map;
import metricflow.tests.instance.ApiClient;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/** An oracle that sees nothing would pass every run. */
class CheckTest {
  private final Sent sent =
      Sent.nothing(new Project(7, "w", "r", new ApiClient(URI.create("http://127.0.0.1"))));

  @Test
  void rows_that_are_exactly_the_acknowledged_events_pass() {
    sent.accepted().set(0, 3);
    assertThat(rows(2, 0, 1).differences()).isEmpty();
  }

  @Test
  void a_lost_event_is_found() {
    sent.accepted().set(0, 3);
    assertThat(rows(0, 2).differences()).containsExactly("event 1 is lost");
  }

  @Test
  void a_doubled_event_is_found() {
    sent.accepted().set(0, 2);
    assertThat(rows(0, 1, 0).differences()).containsExactly("event 0 is doubled");
  }

  @Test
  void an_event_nobody_acknowledged_is_found() {
    sent.accepted().set(0);
    assertThat(rows(0, 5, -1).differences())
        .containsExactly("event 5 was not acknowledged as such", "event -1 was never sent");
  }

  @Test
  void an_event_without_an_answer_may_be_there_or_not() {
    sent.accepted().set(0);
    sent.unanswered().set(1, 3);
    assertThat(rows(0, 2).passed()).isTrue();
  }

  @Test
  void only_an_event_that_was_sent_twice_may_be_there_twice() {
    sent.accepted().set(0, 2);
    sent.repeated().set(1);
    assertThat(rows(0, 1, 1).passed()).isTrue();
    assertThat(rows(0, 0, 1).passed()).isFalse();
  }

  @Test
  void numbers_are_compared_one_by_one_and_missing_ones_count_as_none() {
    Check check =
        Check.equal(
            sent,
            "live counters",
            Map.of("total", 3L, "page|/", 1L, "plan|pro", 2L),
            Map.of("total", 3L, "page|/", 2L, "plan|free", 2L, "device|tv", 0L));

    assertThat(check.compared()).isEqualTo(5);
    assertThat(check.differences())
        .containsExactly(
            "page|/: 1 in the lake, 2 live",
            "plan|free: 0 in the lake, 2 live",
            "plan|pro: 2 in the lake, 0 live");
  }

  private Check rows(long... rows) {
    BitSet acknowledged = sent.accepted();
    return Check.rows(sent, "events", acknowledged, rows);
  }
}
