package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * Numbers over time.
 *
 * @param what the numbers
 * @param interval how the period is cut
 * @param window how many intervals each point covers, the one it stands for being the last; 1: only
 *     that one
 * @param cumulative whether each point covers all intervals from the first one on
 * @param compare whether to give the same for the same number of days before
 */
public record Trends(
    Segmentation what, Interval interval, int window, boolean cumulative, boolean compare)
    implements PeriodQuery {
  static final String KIND = "trends";
  static final int MAX_WINDOW = 90;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Period period() {
    return what.period();
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return what.propertyUses();
  }

  /** The same about another period. */
  Trends during(Period other) {
    return with(what.during(other));
  }

  /** The same of other numbers. */
  Trends with(Segmentation other) {
    return new Trends(other, interval, window, cumulative, compare);
  }

  /** How many intervals before the period its points cover. */
  int before() {
    return cumulative ? 0 : window - 1;
  }

  /** The first day whose events some point covers. */
  LocalDate firstDay() {
    return window == 1
        ? period().from()
        : interval.plus(interval.startOf(period().from()), 1 - window);
  }
}
