package metricflow.api.query;

/**
 * Sessions as SQL, as {@link metricflow.session.SessionSplitter} divides them: an event belongs to
 * the session of the event before it when it comes at most 30 minutes later, and a session ends at
 * the latest at noon UTC of the day after it began.
 *
 * <p>All events of a person must be given, and those of the day before the first that counts: where
 * the sessions of a day begin is known from the day before.
 */
final class SessionSql {
  private SessionSql() {}

  /**
   * Writes common tables, the last of them {@code session_events}: the rows of {@code
   * person_events} (with {@code person_key} and {@code event_time}) and {@code session_start},
   * which tells the sessions of a person apart. Who reads only some of those rows says so of the
   * last table; Trino then joins only these.
   */
  static void tables(SqlStatement.Builder sql) {
    sql.text(
        """
        sessions AS (
          SELECT person_key, session_starts(array_agg(event_time)) AS session_starts
          FROM person_events GROUP BY person_key
        ),
        session_events AS (
          SELECT e.*, session_of(s.session_starts, e.event_time) AS session_start
          FROM person_events e
          JOIN sessions s ON s.person_key = e.person_key
        )\
        """);
  }

  /** Writes the condition that the event's session begins in {@code period}. */
  static void beginsIn(SqlStatement.Builder sql, Period period) {
    sql.text("session_start >= ").instant(period.start());
  }

  /** What must be read for the sessions that begin in {@code period}, as far as they lie in it. */
  static Period read(Period period) {
    return period.since(period.from().minusDays(1));
  }
}
