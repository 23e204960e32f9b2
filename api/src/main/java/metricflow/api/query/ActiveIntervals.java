package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import metricflow.api.query.filter.Filter;

/**
 * In which intervals of a period persons did something that timelines know of.
 *
 * @param selectors what: a set of intervals for each
 * @param interval none: the whole period is one
 * @param before intervals before the period that are told apart
 * @param since the first day that counts; none: all there are, as part of the first interval
 * @param timelines the UTC days to read from timelines
 * @param firstTimes the UTC days of which first times say all there is to know
 * @param raw the days to read from events
 */
record ActiveIntervals(
    List<EventSelector> selectors,
    Period period,
    Optional<Interval> interval,
    int before,
    Optional<LocalDate> since,
    SortedSet<LocalDate> timelines,
    SortedSet<LocalDate> firstTimes,
    List<DayRange> raw) {

  /** Keeps its own copies. */
  ActiveIntervals {
    selectors = List.copyOf(selectors);
    raw = List.copyOf(raw);
  }

  /** Whether timelines tell of each event which of the selectors take it. */
  static boolean suits(
      List<EventSelector> selectors, Period period, Optional<Interval> interval, int before) {
    return IntervalSets.of(selectors.size(), interval, period, before).areBits()
        && selectors.stream().allMatch(ActiveIntervals::suits);
  }

  private static boolean suits(EventSelector selector) {
    return selector.filter().equals(Filter.ANY) || TimelineSql.suits(selector);
  }

  IntervalSets sets() {
    return IntervalSets.of(selectors.size(), interval, period, before);
  }

  /** The first instant that counts. */
  Instant from() {
    return since.map(day -> period.since(day).start()).orElse(Instant.EPOCH);
  }

  /** The first instants of all intervals but the first. */
  List<Instant> starts() {
    return interval.map(of -> of.starts(period, 1 - before)).orElse(List.of());
  }
}
