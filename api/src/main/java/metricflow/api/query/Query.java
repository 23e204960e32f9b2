package metricflow.api.query;

import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * A valid question about one project. Equal questions are equal objects, so that they share one
 * answer.
 */
public sealed interface Query permits DailyActiveUsers, PeriodQuery, Person, Sql {

  /** The question's name in JSON, its member {@code kind}. */
  String kind();

  /** Where the days begin that the question counts: UTC unless it is a {@link PeriodQuery}. */
  default ZoneId zone() {
    return Period.UTC;
  }

  /** What the question needs of properties, each once. */
  default SortedSet<PropertyUse> propertyUses() {
    return Collections.emptySortedSet();
  }
}
