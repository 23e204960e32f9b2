package metricflow.streaming.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import metricflow.event.EventIds;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents(1 << 10);
  private final UUID event = EventIds.timeOrdered(1_795_521_600_000L);

  @Test
  void an_event_is_repeated_in_a_later_micro_batch() {
    assertThat(recent.pass(1).isRepeated(1, event)).isFalse();
    assertThat(recent.pass(2).isRepeated(1, event)).isTrue();
    assertThat(recent.pass(3).isRepeated(1, event)).isTrue();
  }

  @Test
  void an_event_is_repeated_within_a_pass() {
    RecentEvents.Pass pass = recent.pass(1);
    assertThat(pass.isRepeated(1, event)).isFalse();
    assertThat(pass.isRepeated(1, event)).isTrue();
  }

  @Test
  void a_repeated_micro_batch_finds_its_events_new() {
    assertThat(recent.pass(1).isRepeated(1, event)).isFalse();
    assertThat(recent.pass(1).isRepeated(1, event)).isFalse();
  }

  @Test
  void equal_ids_of_two_projects_are_two_events() {
    assertThat(recent.pass(1).isRepeated(1, event)).isFalse();
    assertThat(recent.pass(2).isRepeated(2, event)).isFalse();
  }

  @Test
  void a_full_table_forgets_but_never_invents() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(recent.pass(i + 1L).isRepeated(1, new UUID(i, i))).isFalse();
    }
  }
}
