package metricflow.api.query;

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

  /** What the question needs of properties, each once. */
  default SortedSet<PropertyUse> propertyUses() {
    return Collections.emptySortedSet();
  }
}
