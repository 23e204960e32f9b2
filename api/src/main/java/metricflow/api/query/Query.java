package metricflow.api.query;

import java.time.LocalDate;

/**
 * A valid question about one project. Equal questions are equal objects, so that they share one
 * answer.
 */
public sealed interface Query permits DailyActiveUsers, Funnel {

  /** First UTC day of event time. */
  LocalDate from();

  /** Last UTC day of event time, not before {@link #from}. */
  LocalDate to();
}
