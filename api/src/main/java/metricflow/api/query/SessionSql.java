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
   * person_events} (with {@code person_id} and {@code event_time}) and {@code session_start}, which
   * tells the sessions of a person apart. Windows take rows of one instant together, so it does not
   * matter in which order those come.
   */
  static void tables(SqlStatement.Builder sql) {
    sql.text(
        """
        pauses AS (
          SELECT *, IF(lag(event_time) OVER (PARTITION BY person_id ORDER BY event_time)
            >= event_time - INTERVAL '30' MINUTE, NULL, event_time) AS after_pause
          FROM person_events
        ),
        stretches AS (
          SELECT *,
            max(after_pause) OVER (PARTITION BY person_id ORDER BY event_time) AS stretch_start
          FROM pauses
        ),
        pieces AS (
          SELECT *, greatest(0, date_diff('day',
            CAST(at_timezone(stretch_start, 'UTC') AS date),
            CAST(at_timezone(event_time - INTERVAL '12' HOUR, 'UTC') AS date))) AS piece
          FROM stretches
        ),
        session_events AS (
          SELECT *,
            min(event_time) OVER (PARTITION BY person_id, stretch_start, piece) AS session_start
          FROM pieces
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
