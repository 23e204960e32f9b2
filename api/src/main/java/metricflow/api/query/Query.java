package metricflow.api.query;

import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedSet;
import metricflow.api.query.promotion.PropertyUse;

/**
 * A valid question about one project. Equal questions are equal objects, so that they share one
 * answer.
 */
public sealed interface Query
    permits DailyActiveUsers,
        Funnel,
        FunnelPersons,
        Lifecycle,
        Person,
        Persons,
        Paths,
        Retention,
        Segmentation,
        Sql,
        Stickiness,
        Trends {

  /** The question's name in JSON, its member {@code kind}. */
  String kind();

  /** Where the days begin that the question counts: UTC unless its kind has zones. */
  default ZoneId zone() {
    return Period.UTC;
  }

  /** What the question needs of properties, each once. */
  default SortedSet<PropertyUse> propertyUses() {
    return Collections.emptySortedSet();
  }
}
