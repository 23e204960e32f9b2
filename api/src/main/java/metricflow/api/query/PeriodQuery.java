package metricflow.api.query;

import java.time.ZoneId;

/** A question about a period in a time zone. */
sealed interface PeriodQuery extends Query
    permits Funnel,
        FunnelPersons,
        Lifecycle,
        Paths,
        Persons,
        Retention,
        Segmentation,
        Stickiness,
        Trends {

  /** Which days. */
  Period period();

  @Override
  default ZoneId zone() {
    return period().zone();
  }
}
