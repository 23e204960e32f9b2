package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import metricflow.api.query.filter.Filter;

/**
 * Which intervals of a period each person was active in: what retention, stickiness and lifecycle
 * are counted from.
 *
 * @param history whether events before the period are taken as well
 * @param selectors what counts as active; of a history the first tells when a person began
 */
record Activity(Period period, Interval interval, boolean history, List<EventSelector> selectors) {
  /** Intervals before the period that are told apart: the one before it, and all earlier ones. */
  private static final int HISTORY = 2;

  /** Keeps its own copy. */
  Activity {
    selectors = List.copyOf(selectors);
  }

  static Activity of(Lifecycle query) {
    return new Activity(query.period(), query.interval(), true, List.of(query.events()));
  }

  static Activity of(Stickiness query) {
    return new Activity(query.period(), query.interval(), false, List.of(query.events()));
  }

  static Activity of(Retention query) {
    return new Activity(
        query.period(),
        query.interval(),
        query.firstTime(),
        List.of(query.start(), query.returning()));
  }

  /** Intervals before the period that are told apart. */
  int before() {
    return history ? HISTORY : 0;
  }

  /** Whether timelines tell all that counts of a day. */
  boolean isInTimelines() {
    return ActiveIntervals.suits(
        selectors, period, Optional.of(interval), before(), Filter.ANY, List.of());
  }

  /** What to read of timelines, which must tell all; {@code days} are those that have them. */
  ActiveIntervals inTimelines(SortedSet<LocalDate> days) {
    PersonsApart asked = PersonsApart.of(selectors, Filter.ANY);
    // Who began when is told by first times, of whatever event but not of which page.
    boolean beginnings = history && asked.selectors().getFirst().filter().equals(Filter.ANY);
    SortedSet<LocalDate> all = new TreeSet<>(days);
    LocalDate first = beginnings ? period.since(since()).firstUtcDay() : LocalDate.MIN;
    return new ActiveIntervals(
        asked.selectors(),
        period,
        Optional.of(interval),
        before(),
        history ? Optional.empty() : Optional.of(period.from()),
        all.tailSet(first),
        all.headSet(first),
        rawDays(days),
        asked.filter(),
        TimelineGroups.NONE,
        asked.persons());
  }

  /** Whether rollups tell all that counts of a UTC day. */
  boolean isRolledUp() {
    // Who began when is told by first times, of whatever event.
    boolean begin =
        history && selectors.size() > 1
            ? selectors.getFirst().filter().equals(Filter.ANY)
            : TrendsRollup.inPersonDays(selectors.getFirst());
    return period.isUtc() && begin && TrendsRollup.inPersonDays(selectors.getLast());
  }

  /** The first day of which all activity matters, not only what was the first. */
  LocalDate since() {
    return history ? interval.plus(interval.startOf(period.from()), -1) : period.from();
  }

  /** The UTC days on which activity matters. */
  SortedSet<LocalDate> days() {
    return period.since(since()).utcDays();
  }

  /** The days with all rollups on which activity matters. */
  SortedSet<LocalDate> rolledDays(RolledDays rolled) {
    return history
        ? rolled.complete().headSet(period.lastUtcDay().plusDays(1))
        : rolled.complete(period);
  }

  /** The days to read from events: all but these. */
  List<DayRange> rawDays(SortedSet<LocalDate> rolledDays) {
    if (history) {
      return DayRange.outside(DayRange.of(rolledDays), new DayRange(null, period.lastUtcDay()));
    }
    return DayRange.of(period.utcDaysBut(rolledDays));
  }
}
