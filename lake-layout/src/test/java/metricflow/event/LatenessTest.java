package metricflow.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LatenessTest {
  private static final long NOW = 1_795_000_000_000L;
  private static final long HOUR = 3_600_000L;
  private final BatchParser parser = new BatchParser(EventLimits.defaults());

  @Test
  void an_event_is_as_late_as_its_corrected_time() {
    assertThat(lateness(NOW, 0)).isEqualTo(Lateness.ON_TIME);
    assertThat(lateness(NOW - 299_999, 0)).isEqualTo(Lateness.ON_TIME);
    assertThat(lateness(NOW - 300_000, 0)).isEqualTo(Lateness.MINUTES);
    assertThat(lateness(NOW - 2 * HOUR, 0)).isEqualTo(Lateness.HOURS);
    assertThat(lateness(NOW - 24 * HOUR, 0)).isEqualTo(Lateness.DAYS);
    assertThat(lateness(NOW - HOUR, NOW - HOUR)).isEqualTo(Lateness.ON_TIME);
  }

  @Test
  void an_event_after_its_receipt_is_from_the_future_and_gets_the_time_of_receipt() {
    assertThat(lateness(NOW + 1, 0)).isEqualTo(Lateness.FUTURE);
    assertThat(event(NOW + 1, 0).eventTime()).isEqualTo(NOW);
    assertThat(lateness(NOW + HOUR, NOW + HOUR)).isEqualTo(Lateness.ON_TIME);
  }

  @Test
  void an_event_without_a_time_is_on_time_whatever_the_clock_at_sending() {
    assertThat(lateness(0, NOW - HOUR)).isEqualTo(Lateness.ON_TIME);
    assertThat(lateness(0, NOW + HOUR)).isEqualTo(Lateness.ON_TIME);
  }

  private Lateness lateness(long clientTime, long sentAt) {
    return Lateness.of(event(clientTime, sentAt), sentAt, NOW);
  }

  private Event event(long clientTime, long sentAt) {
    String event =
        "{\"event\":\"click\",\"distinct_id\":\"ada\"%s}"
            .formatted(clientTime == 0 ? "" : ",\"event_time\":" + clientTime);
    String body =
        "{\"batch\":[%s]%s}".formatted(event, sentAt == 0 ? "" : ",\"sent_at\":" + sentAt);
    Verdict verdict =
        parser.parse(body.getBytes(StandardCharsets.UTF_8), NOW).verdicts().getFirst();
    return ((Verdict.Accepted) verdict).event();
  }
}
