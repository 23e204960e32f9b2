package metricflow.api.query;

import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * How the active persons of each interval relate to the interval before. Everything a person did
 * before the period decides whether they are new.
 *
 * @param period which days
 * @param interval how the period is cut: days, weeks or months
 * @param events what counts as active
 */
public record Lifecycle(Period period, Interval interval, EventSelector events)
    implements PeriodQuery {
  static final String KIND = "lifecycle";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(events.propertyUses());
  }
}
