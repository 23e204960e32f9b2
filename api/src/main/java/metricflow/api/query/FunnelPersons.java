package metricflow.api.query;

import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * Who got to a step of a funnel, or did not get there from the step before.
 *
 * @param conversion the steps and what counts as taking them
 * @param step the step, from 0
 * @param dropped whether those are meant who took the step before and not this one
 * @param limit most persons (or sessions) told
 */
public record FunnelPersons(Conversion conversion, int step, boolean dropped, int limit)
    implements PeriodQuery {
  static final String KIND = "funnel_persons";
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 10_000;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Period period() {
    return conversion.period();
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(conversion.propertyUses());
  }
}
