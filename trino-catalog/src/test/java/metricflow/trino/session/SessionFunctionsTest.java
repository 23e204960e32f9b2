package metricflow.trino.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;

/** The functions asked through SQL. What a session is, is tested in lake-layout. */
final class SessionFunctionsTest {
  private static final String EVENTS =
      """
      (VALUES
        TIMESTAMP '2026-11-23 23:50:00.000 UTC',
        TIMESTAMP '2026-11-23 23:20:00.000 UTC',
        TIMESTAMP '2026-11-24 00:20:00.001 UTC',
        NULL) AS e (t)\
      """;

  private final QueryAssertions trino = TestTrino.get();

  @Test
  void sessions_begin_after_pauses_of_more_than_thirty_minutes() {
    assertThat(trino.query("SELECT session_starts(array_agg(t)) FROM " + EVENTS))
        .matches(
            "SELECT ARRAY[TIMESTAMP '2026-11-23 23:20:00.000 UTC', TIMESTAMP '2026-11-24"
                + " 00:20:00.001 UTC']");
  }

  @Test
  void nobody_without_events_has_sessions() {
    assertThat(
            trino.query(
                "SELECT cardinality(session_starts(array_agg(t))) FROM "
                    + EVENTS
                    + " WHERE t IS NULL"))
        .matches("VALUES BIGINT '0'");
  }

  @Test
  void an_event_is_of_the_session_that_began_last() {
    assertThat(
            trino.query(
                """
                SELECT date_diff('minute', session_of(starts, t), t)
                FROM %1$s
                CROSS JOIN (SELECT session_starts(array_agg(t)) AS starts FROM %1$s)
                WHERE t IS NOT NULL ORDER BY t
                """
                    .formatted(EVENTS)))
        .ordered()
        .matches("VALUES BIGINT '0', BIGINT '30', BIGINT '0'");
    assertThat(trino.query("SELECT session_of(ARRAY[], TIMESTAMP '2026-11-23 23:50:00.000 UTC')"))
        .matches("SELECT CAST(NULL AS timestamp(3) with time zone)");
  }
}
