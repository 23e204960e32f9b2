package metricflow.jobs.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import metricflow.event.EventNames;
import metricflow.jobs.TestEvent;

/**
 * A month whose numbers are known without counting.
 *
 * <ul>
 *   <li>Germans 0 to 9 + d come on day d of the month (1 to 30), at noon or a bit later, look at
 *       {@code /} and a minute later at {@code /pricing}. On their first day every second signs up
 *       another minute later; every fourth buys exactly a day after the sign-up.
 *   <li>Five French look at {@code /fr} at 23:50 of each day and click at 00:10 of the next: one
 *       session.
 *   <li>Two devices look at {@code /} on day 3; on day 20 they turn out to be one user.
 *   <li>A crowd of 1,000 comes on day 10, and one of 1,000 on day 11; half of it is the same.
 * </ul>
 */
final class PlantedMonth {
  static final int DAYS = 30;
  static final int FRENCH = 5;
  static final int CROWD = 1_000;
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 1);

  private PlantedMonth() {}

  static LocalDate day(int day) {
    return FIRST_DAY.plusDays(day - 1);
  }

  static int germans(int day) {
    return 10 + day;
  }

  /** Day on which a German is seen first. */
  static int firstDay(int german) {
    return Math.max(1, german - 9);
  }

  static long of(int count, IntPredicate which) {
    return IntStream.range(0, count).filter(which).count();
  }

  static Instant noon(int day, int german) {
    return day(day).atTime(12, 0).plusMinutes(german).toInstant(ZoneOffset.UTC);
  }

  /** Events of the days whose number the predicate accepts. */
  static List<TestEvent> events(IntPredicate days) {
    List<TestEvent> events = new ArrayList<>();
    IntStream.rangeClosed(1, DAYS + 1).filter(days).forEach(day -> add(day, events));
    return events;
  }

  private static void add(int day, List<TestEvent> events) {
    if (day <= DAYS) {
      for (int german = 0; german < germans(day); german++) {
        addGerman(day, german, events);
      }
    }
    for (int french = 0; french < FRENCH; french++) {
      String who = "fr-" + french;
      Instant midnight = day(day).atStartOfDay().toInstant(ZoneOffset.UTC);
      if (day > 1) {
        add(events, "click", who, midnight.plusSeconds(600), null, "FR");
      }
      if (day <= DAYS) {
        add(events, EventNames.PAGE_VIEW, who, midnight.plusSeconds(85_800), "/fr", "FR");
      }
    }
    Instant evening = day(day).atTime(20, 0).toInstant(ZoneOffset.UTC);
    if (day == 3) {
      add(events, EventNames.PAGE_VIEW, "phone", evening, "/", null);
      add(events, EventNames.PAGE_VIEW, "laptop", evening, "/", null);
    }
    if (day == 20) {
      events.add(identify("phone", evening));
      events.add(identify("laptop", evening.plusSeconds(1)));
    }
    if (day == 10 || day == 11) {
      int from = day == 10 ? 0 : CROWD / 2;
      for (int i = from; i < from + CROWD; i++) {
        add(events, "cheer", "crowd-" + i, evening.plusMillis(i), null, "XX");
      }
    }
  }

  private static void addGerman(int day, int german, List<TestEvent> events) {
    String who = "de-" + german;
    Instant noon = noon(day, german);
    add(events, EventNames.PAGE_VIEW, who, noon, "/", "DE");
    add(events, EventNames.PAGE_VIEW, who, noon.plusSeconds(60), "/pricing", "DE");
    if (german % 2 == 0 && day == firstDay(german)) {
      add(events, "sign_up", who, noon.plusSeconds(120), null, "DE");
    }
    if (german % 4 == 0 && day == firstDay(german) + 1) {
      add(events, "purchase", who, noon.plusSeconds(120), null, "DE");
    }
  }

  private static TestEvent identify(String device, Instant time) {
    return TestEvent.of("identify-" + device, EventNames.IDENTIFY, "zoe", time)
        .with("anonymous_id", device);
  }

  private static void add(
      List<TestEvent> events, String name, String who, Instant time, String page, String country) {
    events.add(
        TestEvent.of(name + who + time, name, who, time)
            .with("page", page)
            .with("country", country));
  }
}
