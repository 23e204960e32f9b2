package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.promotion.PropertyUse;

/**
 * Numbers about a period, broken down by values of fields.
 *
 * @param period which days
 * @param filter what all events must meet
 * @param series the numbers; the first decides which groups are shown
 * @param formulas further numbers made of the series
 * @param breakdown fields whose values make the groups; none: one group of everything
 * @param limit most groups shown; all others together are one more, {@code other}
 */
public record Segmentation(
    Period period,
    Filter filter,
    List<Series> series,
    List<Formula> formulas,
    List<Field> breakdown,
    int limit)
    implements PeriodQuery {
  static final String KIND = "segmentation";
  static final int MAX_SERIES = 6;
  static final int MAX_FORMULAS = 6;
  static final int MAX_BREAKDOWN = 3;
  static final int DEFAULT_LIMIT = 10;
  static final int MAX_LIMIT = 50;

  /** Keeps its own copies. */
  public Segmentation {
    series = List.copyOf(series);
    formulas = List.copyOf(formulas);
    breakdown = List.copyOf(breakdown);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(
        Stream.of(
                PropertyUse.in(filter),
                series.stream().flatMap(one -> one.events().propertyUses()),
                series.stream()
                    .flatMap(one -> one.measure().number().stream())
                    .flatMap(PropertyUse::number),
                breakdown.stream().flatMap(PropertyUse::text))
            .flatMap(uses -> uses));
  }

  /** The same about another period. */
  Segmentation during(Period other) {
    return new Segmentation(other, filter, series, formulas, breakdown, limit);
  }

  /** The same of other series. */
  Segmentation withSeries(List<Series> other) {
    return new Segmentation(period, filter, other, formulas, breakdown, limit);
  }

  /** Which events each series takes. */
  List<EventSelector> selectors() {
    return series.stream().map(Series::events).toList();
  }

  /** The fields whose numbers the series need, by series. */
  Optional<Field> number(int index) {
    return series.get(index).measure().number();
  }
}
