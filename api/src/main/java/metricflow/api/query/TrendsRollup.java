package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.event.Dimension;
import metricflow.table.Tables;

/** Which rollup holds all that a {@link Segmentation} asks of a UTC day. */
sealed interface TrendsRollup {

  /**
   * Numbers of events by one dimension at a time.
   *
   * @param hours whether those of hours are needed; else those of days do
   * @param dimensions for each series what its events are counted by, as in {@code
   *     daily_metrics.dimension}
   */
  record Counts(boolean hours, List<String> dimensions) implements TrendsRollup {
    /** Keeps its own copy. */
    public Counts {
      dimensions = List.copyOf(dimensions);
    }
  }

  /** Numbers of events by name and context at once, of hours. */
  record Contexts() implements TrendsRollup {}

  /** What each person did when, by names of events, pages and contexts. */
  record Timelines() implements TrendsRollup {}

  /** How many events persons did when, by names of events, pages and contexts. */
  record TimelineCounts() implements TrendsRollup {}

  /** What each person did on a day: any event, or page views. */
  record PersonDays() implements TrendsRollup {}

  /** One for each question of {@link MeasuresApart}. */
  record Apart(TrendsRollup ranking, TrendsRollup other) implements TrendsRollup {}

  /**
   * The cheapest rollup that answers exactly.
   *
   * @param trends how the period is cut, if it is
   * @param read all days whose events count
   */
  static Optional<TrendsRollup> of(Segmentation query, Optional<Trends> trends, Period read) {
    return ofAll(query, trends, read)
        .or(() ->
            MeasuresApart.of(query)
                .flatMap(apart ->
                    ofAll(apart.ranking(), trends, read)
                        .flatMap(ranking ->
                            ofAll(apart.other(), trends, read)
                                .map(other -> new Apart(ranking, other)))))
        .or(() -> ofPersonDays(query, trends, read));
  }

  /** The one rollup that tells all; what persons did on their days is dearer than two of these. */
  private static Optional<TrendsRollup> ofAll(
      Segmentation query, Optional<Trends> trends, Period read) {
    if (isInTimelines(query, trends)) {
      return Optional.of(new Timelines());
    }
    if (!query.series().stream().allMatch(one -> one.measure() instanceof Measure.Count)) {
      return Optional.empty();
    }
    boolean wholeDays = areWholeDays(trends, read);
    boolean wholeHours =
        wholeDays
            || (read.isOfWholeHours()
                && !trends.map(Trends::interval).equals(Optional.of(Interval.MINUTE)));
    List<String> dimensions = new ArrayList<>();
    query.series().forEach(one -> dimension(query, one).ifPresent(dimensions::add));
    if (wholeHours && dimensions.size() == query.series().size()) {
      return Optional.of(new Counts(!wholeDays, dimensions));
    }
    if (wholeHours
        && query.series().stream()
            .allMatch(one -> needsOnly(query, one, TrendsRollup::isOfContexts))) {
      return Optional.of(new Contexts());
    }
    return areInTimelines(query, trends) ? Optional.of(new TimelineCounts()) : Optional.empty();
  }

  private static Optional<TrendsRollup> ofPersonDays(
      Segmentation query, Optional<Trends> trends, Period read) {
    boolean ofPersons =
        areWholeDays(trends, read)
            && query.filter().equals(Filter.ANY)
            && query.breakdown().isEmpty()
            && query.series().stream()
                .allMatch(one -> one.measure().number().isEmpty() && inPersonDays(one.events()));
    return ofPersons ? Optional.of(new PersonDays()) : Optional.empty();
  }

  private static boolean areWholeDays(Optional<Trends> trends, Period read) {
    return read.isUtc() && trends.map(one -> one.interval().ofDays()).orElse(true);
  }

  private static boolean isInTimelines(Segmentation query, Optional<Trends> trends) {
    return query.series().stream().allMatch(one -> one.measure() instanceof Measure.Uniques)
        && ActiveIntervals.suits(
            query.selectors(),
            query.period(),
            trends.map(Trends::interval),
            trends.map(Trends::before).orElse(0),
            query.filter(),
            query.breakdown());
  }

  private static boolean areInTimelines(Segmentation query, Optional<Trends> trends) {
    return ActiveIntervals.suitsEvents(
        query.selectors(),
        query.period(),
        trends.map(Trends::interval),
        trends.map(Trends::before).orElse(0),
        query.filter(),
        query.breakdown());
  }

  /** Whether {@code user_days} says if a person did it. */
  static boolean inPersonDays(EventSelector selector) {
    return selector.filter().equals(Filter.ANY)
        && (selector.events().isEmpty() || selector.isPageViews());
  }

  /** Whether it was done, as a condition on a row of {@code user_days}; never unless it says so. */
  static String onPersonDay(EventSelector selector) {
    if (!inPersonDays(selector)) {
      return "FALSE";
    }
    return selector.isPageViews() ? "page_views > 0" : "TRUE";
  }

  /** The one dimension that tells which events the series takes and which group they are in. */
  private static Optional<String> dimension(Segmentation query, Series series) {
    if (needsOnly(query, series, field -> false)) {
      return Optional.of(Tables.TOTAL);
    }
    return Dimension.ROLLED_UP.stream()
        .map(Dimension::column)
        .filter(column -> needsOnly(query, series, new Field.Of(column)::equals))
        .findFirst();
  }

  private static boolean isOfContexts(Field field) {
    return field.equals(TimelineSelector.EVENT) || TimelineSelector.isContext(field);
  }

  private static boolean needsOnly(Segmentation query, Series series, Predicate<Field> known) {
    EventSelector events = series.events();
    return (events.events().isEmpty() || known.test(TimelineSelector.EVENT))
        && query.breakdown().stream().allMatch(known)
        && Stream.of(query.filter(), events.filter()).allMatch(one -> one.needsOnly(known));
  }
}
