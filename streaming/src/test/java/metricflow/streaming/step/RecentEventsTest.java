package metricflow.streaming.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.streaming.TestEvents;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents(1 << 10);
  private final UUID event = EventIds.timeOrdered(1_795_521_600_000L);

  @Test
  void an_event_is_repeated_in_a_later_micro_batch() {
    assertThat(isRepeated(recent.pass(1), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(2), 1, event)).isTrue();
    assertThat(isRepeated(recent.pass(3), 1, event)).isTrue();
  }

  @Test
  void an_event_is_repeated_within_a_pass() {
    RecentEvents.Pass pass = recent.pass(1);
    assertThat(isRepeated(pass, 1, event)).isFalse();
    assertThat(isRepeated(pass, 1, event)).isTrue();
  }

  @Test
  void a_repeated_micro_batch_finds_its_events_new() {
    assertThat(isRepeated(recent.pass(1), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(1), 1, event)).isFalse();
  }

  @Test
  void equal_ids_of_two_projects_are_two_events() {
    assertThat(isRepeated(recent.pass(1), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(2), 2, event)).isFalse();
  }

  @Test
  void a_full_table_forgets_but_never_invents() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(isRepeated(recent.pass(i + 1L), 1, new UUID(i, i))).isFalse();
    }
  }

  private static boolean isRepeated(RecentEvents.Pass pass, int project, UUID eventId) {
    Event event = TestEvents.event(eventId);
    return pass.repeated(project, List.of(event)).get(0);
  }
}
