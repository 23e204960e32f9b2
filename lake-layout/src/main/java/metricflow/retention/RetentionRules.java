package metricflow.retention;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By which rules a person's returns are counted.
 *
 * <p>A person belongs to the cohort of the interval of a start and returned in interval {@code n}
 * when a return lies {@code n} intervals later. In interval 0 only a return that is not earlier
 * than the start counts; one event may be both.
 *
 * @param interval length of the intervals
 * @param zone time zone of the calendar
 * @param mode which starts make a cohort, and how intervals are counted
 */
public record RetentionRules(RetentionInterval interval, ZoneId zone, Mode mode) {
  private static final long DAY_MILLIS = 86_400_000;

  /** Which starts make a cohort, and how intervals are counted. */
  public enum Mode {
    /** The first start only; calendar intervals. */
    FIRST,
    /** Each interval with a start, so that a person is in many cohorts; calendar intervals. */
    RECURRING,
    /** The first start only; interval {@code n} is 24 hours, from n times 24 hours after it. */
    ROLLING
  }

  /**
   * A cohort the person belongs to.
   *
   * @param cohort first day of its interval
   * @param returned intervals in which the person returned, ascending, from 0
   */
  public record Cohort(LocalDate cohort, List<Long> returned) {
    /** Keeps its own copy. */
    public Cohort {
      returned = List.copyOf(returned);
    }
  }

  /**
   * Checks that there is such retention.
   *
   * @throws IllegalArgumentException when rolling intervals are not days
   */
  public RetentionRules {
    if (mode == Mode.ROLLING && interval != RetentionInterval.DAY) {
      throw new IllegalArgumentException("rolling intervals are days");
    }
  }

  /**
   * The rules that the names say.
   *
   * @param interval {@code day}, {@code week} or {@code month}
   * @param zone name of a time zone
   * @param mode {@code first}, {@code recurring} or {@code rolling}
   * @throws IllegalArgumentException when a name is unknown
   */
  public static RetentionRules of(String interval, String zone, String mode) {
    Mode known =
        switch (mode.toLowerCase(Locale.ROOT)) {
          case "first" -> Mode.FIRST;
          case "recurring" -> Mode.RECURRING;
          case "rolling" -> Mode.ROLLING;
          default ->
              throw new IllegalArgumentException(
                  "mode must be first, recurring or rolling, not " + mode);
        };
    try {
      return new RetentionRules(RetentionInterval.of(interval), ZoneId.of(zone), known);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException("unknown time zone " + zone, unknown);
    }
  }

  /** The cohorts that the events of one person make, in the order of their days. */
  public List<Cohort> cohorts(RetentionEvents events) {
    return switch (mode) {
      case FIRST -> firstCohort(events, this::calendarInterval);
      case ROLLING -> firstCohort(events, (start, time) -> (time - start) / DAY_MILLIS);
      case RECURRING -> allCohorts(events);
    };
  }

  private interface Distance {
    long between(long start, long time);
  }

  private long calendarInterval(long start, long time) {
    return interval.indexOf(time, zone) - interval.indexOf(start, zone);
  }

  private List<Cohort> firstCohort(RetentionEvents events, Distance distance) {
    int first = 0;
    while (first < events.size() && !events.isStart(first)) {
      first++;
    }
    if (first == events.size()) {
      return List.of();
    }
    long start = events.time(first);
    TreeSet<Long> returned = new TreeSet<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.isReturn(i) && events.time(i) >= start) {
        returned.add(distance.between(start, events.time(i)));
      }
    }
    long index = interval.indexOf(start, zone);
    return List.of(new Cohort(interval.firstDay(index), List.copyOf(returned)));
  }

  private List<Cohort> allCohorts(RetentionEvents events) {
    Map<Long, Long> firstStarts = new TreeMap<>();
    Map<Long, Long> lastReturns = new TreeMap<>();
    for (int i = 0; i < events.size(); i++) {
      long index = interval.indexOf(events.time(i), zone);
      if (events.isStart(i)) {
        firstStarts.putIfAbsent(index, events.time(i));
      }
      if (events.isReturn(i)) {
        lastReturns.put(index, events.time(i));
      }
    }
    List<Cohort> cohorts = new ArrayList<>();
    firstStarts.forEach((cohort, start) -> {
      List<Long> returned = new ArrayList<>();
      lastReturns.forEach((index, last) -> {
        if (index > cohort || (index.equals(cohort) && last >= start)) {
          returned.add(index - cohort);
        }
      });
      cohorts.add(new Cohort(interval.firstDay(cohort), returned));
    });
    return cohorts;
  }
}
