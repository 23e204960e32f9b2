package metricflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

final class SessionSplitterTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MIDNIGHT = Instant.parse("2026-03-14T00:00:00Z").toEpochMilli();

  private final SessionSplitter splitter = new SessionSplitter();

  private List<List<Long>> split(List<Long> times) {
    splitter.reset();
    List<List<Long>> sessions = new ArrayList<>();
    for (long time : times) {
      if (splitter.starts(time)) {
        sessions.add(new ArrayList<>());
      }
      sessions.getLast().add(time);
    }
    return sessions;
  }

  private List<Integer> sizes(Long... times) {
    return split(List.of(times)).stream().map(List::size).toList();
  }

  @Test
  void a_pause_of_thirty_minutes_is_within_a_session_and_a_longer_one_is_not() {
    assertThat(sizes(0L, 30 * MINUTE, 60 * MINUTE + 1)).containsExactly(2, 1);
  }

  @Test
  void a_session_goes_on_over_midnight() {
    assertThat(sizes(MIDNIGHT - 5 * MINUTE, MIDNIGHT, MIDNIGHT + 20 * MINUTE)).containsExactly(3);
  }

  @Test
  void a_session_of_the_day_before_ends_at_noon() {
    List<Long> times =
        LongStream.range(0, 80).mapToObj(i -> MIDNIGHT - 20 * MINUTE + i * 20 * MINUTE).toList();

    assertThat(split(times)).hasSize(2);
    assertThat(split(times).getLast().getFirst()).isEqualTo(MIDNIGHT + 12 * HOUR);
  }

  @Test
  void a_client_that_never_pauses_has_a_session_a_day() {
    List<Long> times = LongStream.range(0, 5 * 24 * 6).mapToObj(i -> i * 10 * MINUTE).toList();

    assertThat(split(times).stream().map(session -> session.getFirst() / DAY))
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void times_before_1970_have_days_too() {
    assertThat(sizes(-DAY - 1, -DAY + 10 * MINUTE, -10 * HOUR)).containsExactly(2, 1);
  }

  /** Ascending times within four days, with pauses of seconds to hours. */
  @Provide
  Arbitrary<List<Long>> times() {
    Arbitrary<Long> pause =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.longs().between(0, 30 * MINUTE)),
            Tuple.of(2, Arbitraries.of(0L, 30 * MINUTE, 30 * MINUTE + 1)),
            Tuple.of(2, Arbitraries.longs().between(0, 9 * HOUR)));
    return pause
        .list()
        .ofMaxSize(250)
        .map(pauses -> {
          List<Long> times = new ArrayList<>();
          long time = MIDNIGHT + 20 * HOUR;
          for (long each : pauses) {
            time += each;
            if (time < MIDNIGHT + 5 * DAY) {
              times.add(time);
            }
          }
          return times;
        });
  }

  @Property
  void sessions_are_those_of_the_definition(@ForAll("times") List<Long> times) {
    assertThat(split(times)).isEqualTo(byDefinition(times));
  }

  /** The longest beginning that is one session is the first session; then the same of the rest. */
  private static List<List<Long>> byDefinition(List<Long> times) {
    List<List<Long>> sessions = new ArrayList<>();
    int from = 0;
    while (from < times.size()) {
      int to = times.size();
      while (!isSession(times.subList(from, to))) {
        to--;
      }
      sessions.add(times.subList(from, to));
      from = to;
    }
    return sessions;
  }

  private static boolean isSession(List<Long> times) {
    for (int i = 1; i < times.size(); i++) {
      if (times.get(i) - times.get(i - 1) > 30 * MINUTE) {
        return false;
      }
    }
    long noonOfNextDay = Math.floorDiv(times.getFirst(), DAY) * DAY + 36 * HOUR;
    return times.getLast() < noonOfNextDay;
  }

  /** What lets days be rolled up separately. */
  @Property
  void sessions_of_a_day_are_known_from_the_half_hour_before_and_the_half_day_after(
      @ForAll("times") List<Long> times) {
    for (long day = MIDNIGHT; day < MIDNIGHT + 5 * DAY; day += DAY) {
      long start = day;
      List<Long> around =
          times.stream()
              .filter(time -> time >= start - 30 * MINUTE && time < start + DAY + 12 * HOUR)
              .toList();
      assertThat(startingOn(start, split(around))).isEqualTo(startingOn(start, split(times)));
    }
  }

  private static List<List<Long>> startingOn(long day, List<List<Long>> sessions) {
    return sessions.stream()
        .filter(session -> session.getFirst() >= day && session.getFirst() < day + DAY)
        .toList();
  }
}
