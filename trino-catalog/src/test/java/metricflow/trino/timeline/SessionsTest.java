package metricflow.trino.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import metricflow.session.SessionSplitter;
import metricflow.trino.timeline.BlockText.Happening;
import org.junit.jupiter.api.Test;

/** Sessions of all events of a person against those of the events that matter to sessions. */
final class SessionsTest {
  private static final long DAY = 86_400_000L;
  private static final int MASKED = 1;
  private static final int UNMASKED = 2;

  /** A session: when it begins, and when what is asked about happened in it. */
  private record Session(long start, List<Long> masked) {}

  @Test
  void what_is_left_of_the_days_of_a_person_makes_the_same_sessions() {
    long all = 0;
    long left = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      List<Happening> events = new ArrayList<>();
      List<Happening> mattering = new ArrayList<>();
      // Somebody may have been two persons, who were both there on a day.
      for (int id = random.nextInt(2); id >= 0; id--) {
        int pause = 1 + random.nextInt(45);
        for (int day = 0; day < 3; day++) {
          List<Happening> some = day(day * DAY, pause, random);
          events.addAll(some);
          mattering.addAll(mattering(some));
        }
      }
      all += events.size();
      left += mattering.size();

      assertThat(sessions(mattering)).as("world %d", seed).isEqualTo(sessions(events));
    }
    assertThat(left).isLessThan(all * 3 / 4);
  }

  private static List<Happening> day(long start, int pause, Random random) {
    List<Happening> some = new ArrayList<>();
    long time = start + random.nextLong(DAY);
    for (int i = random.nextInt(60); i >= 0 && time < start + DAY; i--) {
      some.add(new Happening(time, i, random.nextInt(9) == 0 ? MASKED : UNMASKED));
      time += random.nextLong(pause * 60_000L);
    }
    return some;
  }

  private static List<Happening> mattering(List<Happening> day) {
    TimelineQuestion asked = new TimelineQuestion();
    CodeMasks.Builder masks = new CodeMasks.Builder();
    masks.put(MASKED, 1);
    asked.ask(
        TimelineQuestion.bytes(
            Matters.SESSIONS,
            0,
            4 * DAY,
            masks.build(),
            MovedPersons.NONE,
            Intervals.ONE,
            new byte[0]));
    MatteringEvents mattering = new MatteringEvents(asked);
    byte[] block = HexFormat.of().parseHex(BlockText.block(Map.of(7L, day)));
    mattering.open(block, 0, block.length);
    List<Happening> left = new ArrayList<>();
    while (mattering.nextPerson()) {
      mattering.forEach((time, sequence, meaning) ->
          left.add(new Happening(time, sequence, meaning == 0 ? UNMASKED : MASKED)));
    }
    return left;
  }

  /** Those in which something happened that is asked about. */
  private static List<Session> sessions(List<Happening> events) {
    SessionSplitter splitter = new SessionSplitter();
    List<Session> sessions = new ArrayList<>();
    events.stream()
        .sorted(Comparator.comparingLong(Happening::time))
        .forEach(event -> {
          if (splitter.starts(event.time())) {
            sessions.add(new Session(event.time(), new ArrayList<>()));
          }
          if (event.code() == MASKED) {
            sessions.getLast().masked().add(event.time());
          }
        });
    sessions.removeIf(session -> session.masked().isEmpty());
    return sessions;
  }
}
