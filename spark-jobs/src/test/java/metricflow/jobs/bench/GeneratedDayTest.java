package metricflow.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import metricflow.event.EventClock;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class GeneratedDayTest {
  private static final int EVENTS = 60_000;
  private static final int DAYS = 30;
  private static final int FIRST_DAY = 20_000;

  private static final int TIME = column("event_time");
  private static final int DISTINCT_ID = column("distinct_id");
  private static final int ANONYMOUS_ID = column("anonymous_id");
  private static final int EVENT_ID = column("event_id");

  private final People people = new People(EVENTS, DAYS, 1);

  private static int column(String name) {
    return Lake.schema(Tables.EVENTS).fieldIndex(name);
  }

  private List<InternalRow> events(int day, int parts) {
    List<InternalRow> events = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      new GeneratedDay(people, FIRST_DAY, day, part, parts).forEachRemaining(events::add);
    }
    return events;
  }

  @Test
  void a_day_is_the_same_each_time_and_in_however_many_parts() {
    assertThat(events(3, 1)).isNotEmpty().isEqualTo(events(3, 1)).isEqualTo(events(3, 5));
  }

  @Test
  void a_period_has_about_as_many_events_as_asked_for_each_with_its_own_id() {
    int count = 0;
    Set<ByteBuffer> ids = new HashSet<>();
    for (int day = 0; day < DAYS; day++) {
      for (InternalRow event : events(day, 1)) {
        count++;
        ids.add(ByteBuffer.wrap(event.getBinary(EVENT_ID)));
      }
    }
    assertThat(ids).hasSize(count);
    assertThat((double) count).isCloseTo(EVENTS, within(0.03 * EVENTS));
  }

  @Test
  void no_two_events_of_a_person_are_at_one_instant() {
    Set<String> seen = new HashSet<>();
    for (int day = 0; day < DAYS; day++) {
      for (InternalRow event : events(day, 1)) {
        assertThat(seen.add(event.getUTF8String(ANONYMOUS_ID) + " " + event.getLong(TIME)))
            .isTrue();
      }
    }
  }

  @Test
  void events_happened_when_the_pipeline_would_have_said() {
    assertThat(events(3, 1))
        .allMatch(event ->
            millis(event, "event_time")
                == EventClock.eventTime(
                    millis(event, "client_time"),
                    millis(event, "sent_at"),
                    millis(event, "received_at")))
        .anyMatch(event -> millis(event, "event_time") != millis(event, "client_time"));
  }

  private static long millis(InternalRow event, String column) {
    return event.getLong(column(column)) / 1000;
  }

  @Test
  void who_has_signed_up_goes_by_another_id() {
    assertThat(events(DAYS - 1, 1))
        .anyMatch(
            event -> !event.getUTF8String(DISTINCT_ID).equals(event.getUTF8String(ANONYMOUS_ID)))
        .anyMatch(
            event -> event.getUTF8String(DISTINCT_ID).equals(event.getUTF8String(ANONYMOUS_ID)));
  }
}
