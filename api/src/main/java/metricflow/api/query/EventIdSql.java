package metricflow.api.query;

/**
 * The id of a row of the events table as SQL. It may have to be made of other columns (the function
 * is ours), so it is written only where ids matter.
 */
final class EventIdSql {
  /** The column {@code event_id}. */
  static final String COLUMN =
      "event_id(event_id, event_id_tab, session_id, sequence, client_time, event_time) AS event_id";

  private EventIdSql() {}
}
