package metricflow.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class EventClockTest {
  private static final long NOW = 1_795_000_000_000L;
  private static final long MINUTE = 60_000;

  @Test
  void an_event_without_a_time_happened_at_its_receipt() {
    assertThat(EventClock.eventTime(EventClock.UNKNOWN, NOW - 5, NOW)).isEqualTo(NOW);
  }

  @Test
  void without_a_sending_time_the_client_is_believed() {
    assertThat(EventClock.eventTime(NOW - 90 * MINUTE, EventClock.UNKNOWN, NOW))
        .isEqualTo(NOW - 90 * MINUTE);
  }

  @Test
  void network_delay_changes_nothing() {
    assertThat(EventClock.eventTime(NOW - 10_000, NOW - 2 * MINUTE, NOW)).isEqualTo(NOW - 10_000);
  }

  @Test
  void a_clock_an_hour_ahead_is_set_back() {
    assertThat(EventClock.eventTime(NOW + 59 * MINUTE, NOW + 60 * MINUTE, NOW))
        .isEqualTo(NOW - MINUTE);
  }

  @Property
  void no_event_is_later_than_its_receipt(
      @ForAll @LongRange(min = 1, max = 2 * NOW) long clientTime,
      @ForAll @LongRange(min = 1, max = 2 * NOW) long sentAt) {
    assertThat(EventClock.eventTime(clientTime, sentAt, NOW)).isLessThanOrEqualTo(NOW);
  }

  @Property
  void events_of_one_client_keep_their_order_whatever_the_delay(
      @ForAll @LongRange(min = 1, max = 60 * MINUTE) long apart,
      @ForAll @LongRange(min = 0, max = 2 * MINUTE) long firstDelay,
      @ForAll @LongRange(min = 0, max = 2 * MINUTE) long secondDelay) {
    long first = NOW - 120 * MINUTE;
    long second = first + apart;

    assertThat(EventClock.eventTime(first, first, first + firstDelay))
        .isLessThan(EventClock.eventTime(second, second, second + secondDelay));
  }
}
