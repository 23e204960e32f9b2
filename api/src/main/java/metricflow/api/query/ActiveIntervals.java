package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import metricflow.api.query.filter.Field;
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
 * @param filter what all events must meet
 * @param groups in which groups events are; a person is counted in each
 * @param persons who is counted
 */
record ActiveIntervals(
    List<EventSelector> selectors,
    Period period,
    Optional<Interval> interval,
    int before,
    Optional<LocalDate> since,
    SortedSet<LocalDate> timelines,
    SortedSet<LocalDate> firstTimes,
    List<DayRange> raw,
    Filter filter,
    TimelineGroups groups,
    PersonFormula persons) {

  /** As many intervals as numbers of events are told apart by. */
  private static final int MOST_COUNTED = 1_000;

  /** Keeps its own copies. */
  ActiveIntervals {
    selectors = List.copyOf(selectors);
    raw = List.copyOf(raw);
  }

  /** Whether timelines tell of each event which of the selectors take it, and its group. */
  static boolean suits(
      List<EventSelector> selectors,
      Period period,
      Optional<Interval> interval,
      int before,
      Filter filter,
      List<Field> breakdown) {
    PersonsApart asked = PersonsApart.of(selectors, filter);
    return IntervalSets.of(selectors.size(), interval, period, before).areBits()
        && suits(asked.selectors(), asked.filter(), breakdown);
  }

  /**
   * The same where events of some persons are counted. Those of all are as soon counted in the
   * events themselves, of which few columns are read.
   */
  static boolean suitsEvents(
      List<EventSelector> selectors,
      Period period,
      Optional<Interval> interval,
      int before,
      Filter filter,
      List<Field> breakdown) {
    PersonsApart asked = PersonsApart.of(selectors, filter);
    boolean few =
        interval
            .map(of -> of.ofDays() && before + of.labels(period).size() <= MOST_COUNTED)
            .orElse(true);
    return few
        && !asked.persons().isAnybody()
        && suits(asked.selectors(), asked.filter(), breakdown);
  }

  private static boolean suits(
      List<EventSelector> selectors, Filter filter, List<Field> breakdown) {
    return filter.needsOnly(TimelineSelector::isContext)
        && selectors.stream().allMatch(selector -> TimelineSelector.of(selector).isPresent())
        && (breakdown.stream().allMatch(TimelineSelector::isContext)
            || (isOfCodes(breakdown, selectors) && !asksOfContexts(selectors, filter)));
  }

  /**
   * Whether the names of events, or their pages where they have none but those, make the groups.
   */
  private static boolean isOfCodes(List<Field> breakdown, List<EventSelector> selectors) {
    return breakdown.equals(List.of(TimelineSelector.EVENT))
        || (breakdown.equals(List.of(TimelineSelector.PAGE))
            && selectors.stream().allMatch(EventSelector::isPageViews));
  }

  private static boolean asksOfContexts(List<EventSelector> selectors, Filter filter) {
    return !filter.equals(Filter.ANY)
        || selectors.stream()
            .map(TimelineSelector::told)
            .anyMatch(TimelineSelector::asksOfContexts);
  }

  /** What contexts and groups are to it. */
  TimelineQuestionSql.Reading reading() {
    boolean contexts =
        asksOfContexts(selectors, filter)
            || (groups.areAny() && groups.fields().stream().allMatch(TimelineSelector::isContext));
    return new TimelineQuestionSql.Reading(contexts, filter, groups, AskedPages.of(selectors));
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
