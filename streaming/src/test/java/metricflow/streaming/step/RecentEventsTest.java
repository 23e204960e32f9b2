package metricflow.streaming.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.streaming.TestEvents;
import metricflow.streaming.retry.LeftOutEvent;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents(1 << 10);
  private final UUID event = EventIds.timeOrdered(1_795_521_600_000L);

  @Test
  void an_event_is_repeated_in_a_later_micro_batch() {
    assertThat(isRepeated(recent.pass(1, Set.of()), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(2, Set.of()), 1, event)).isTrue();
    assertThat(isRepeated(recent.pass(3, Set.of()), 1, event)).isTrue();
  }

  @Test
  void an_event_is_repeated_within_a_pass() {
    RecentEvents.Pass pass = recent.pass(1, Set.of());
    assertThat(isRepeated(pass, 1, event)).isFalse();
    assertThat(isRepeated(pass, 1, event)).isTrue();
  }

  @Test
  void a_repeated_micro_batch_finds_its_events_new() {
    assertThat(isRepeated(recent.pass(1, Set.of()), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(1, Set.of()), 1, event)).isFalse();
  }

  @Test
  void only_an_event_of_an_earlier_micro_batch_is_told_as_left_out() {
    UUID fresh = EventIds.timeOrdered(1_795_521_600_001L);
    isRepeated(recent.pass(1, Set.of()), 1, event);
    RecentEvents.Pass pass = recent.pass(2, Set.of());
    for (UUID id : List.of(event, fresh, event, fresh)) {
      isRepeated(pass, 1, id);
    }

    assertThat(pass.leftOut()).containsExactly(new LeftOutEvent(1, event));
  }

  @Test
  void what_an_earlier_try_left_out_is_left_out_again_by_a_process_that_knows_nothing() {
    LeftOutEvent before = new LeftOutEvent(1, event);
    RecentEvents.Pass pass = recent.pass(2, Set.of(before));
    assertThat(isRepeated(pass, 1, event)).isTrue();
    assertThat(isRepeated(pass, 1, event)).isTrue();
    assertThat(isRepeated(pass, 2, event)).isFalse();
    assertThat(pass.leftOut()).containsExactly(before);

    RecentEvents.Pass later = recent.pass(3, Set.of());
    assertThat(isRepeated(later, 1, event)).isTrue();
    assertThat(later.leftOut()).containsExactly(before);
  }

  @Test
  void equal_ids_of_two_projects_are_two_events() {
    assertThat(isRepeated(recent.pass(1, Set.of()), 1, event)).isFalse();
    assertThat(isRepeated(recent.pass(2, Set.of()), 2, event)).isFalse();
  }

  @Test
  void ids_that_share_a_slot_and_differ_in_one_bit_are_two_events() {
    RecentEvents single = new RecentEvents(1);
    for (int bit = 0; bit < 64; bit++) {
      UUID high =
          new UUID(event.getMostSignificantBits() ^ 1L << bit, event.getLeastSignificantBits());
      UUID low =
          new UUID(event.getMostSignificantBits(), event.getLeastSignificantBits() ^ 1L << bit);
      for (UUID other : List.of(high, low)) {
        isRepeated(single.pass(1, Set.of()), 1, event);
        assertThat(isRepeated(single.pass(2, Set.of()), 1, other)).isFalse();
      }
    }
  }

  @Test
  void the_id_of_only_zeroes_is_an_event_too() {
    assertThat(isRepeated(recent.pass(1, Set.of()), 0, new UUID(0, 0))).isFalse();
    assertThat(isRepeated(recent.pass(2, Set.of()), 0, new UUID(0, 0))).isTrue();
  }

  @Test
  void a_full_table_forgets_but_never_invents() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(isRepeated(recent.pass(i + 1L, Set.of()), 1, new UUID(i, i))).isFalse();
    }
  }

  private static boolean isRepeated(RecentEvents.Pass pass, int project, UUID eventId) {
    Event event = TestEvents.event(eventId);
    return pass.repeated(project, List.of(event)).get(0);
  }
}
