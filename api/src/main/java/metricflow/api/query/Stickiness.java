package metricflow.api.query;

import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * In how many intervals of a period each person was active.
 *
 * @param period which days
 * @param interval how the period is cut: days, weeks or months
 * @param events what counts as active
 */
public record Stickiness(Period period, Interval interval, EventSelector events)
    implements PeriodQuery {
  static final String KIND = "stickiness";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(events.propertyUses());
  }
}
