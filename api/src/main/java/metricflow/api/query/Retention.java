package metricflow.api.query;

import java.util.SortedSet;
import java.util.stream.Stream;
import metricflow.api.query.promotion.PropertyUse;

/**
 * Who comes back. A person is in the cohort of an interval when they did the start in it.
 *
 * @param period which days; what happens after its last day does not count
 * @param interval how the period is cut: days, weeks or months
 * @param start what puts a person into a cohort
 * @param returning what counts as coming back
 * @param firstTime whether only a person's first start ever counts; else each interval with one
 * @param onOrAfter whether coming back later counts too; else only in the very interval
 * @param intervals how many intervals after the start are looked at
 */
public record Retention(
    Period period,
    Interval interval,
    EventSelector start,
    EventSelector returning,
    boolean firstTime,
    boolean onOrAfter,
    int intervals)
    implements PeriodQuery {
  static final String KIND = "retention";
  static final int DEFAULT_INTERVALS = 12;
  static final int MAX_INTERVALS = 60;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(Stream.of(start, returning).flatMap(EventSelector::propertyUses));
  }
}
