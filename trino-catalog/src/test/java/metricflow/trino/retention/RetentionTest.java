package metricflow.trino.retention;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function asked through SQL. What is counted is tested in lake-layout. */
final class RetentionTest {
  private static final String TYPE = "array(row(cohort date, returned array(bigint)))";

  private static final String ROWS =
      """
      (TIMESTAMP '2026-11-23 20:00:00.000 UTC', true, false),
      (TIMESTAMP '2026-11-24 06:00:00.000 UTC', true, true),
      (TIMESTAMP '2026-11-26 06:00:00.000 UTC', false, true),
      (TIMESTAMP '2026-11-27 06:00:00.000 UTC', false, false),
      (NULL, true, true),
      (TIMESTAMP '2026-11-22 06:00:00.000 UTC', NULL, true)
      """;

  private final QueryAssertions trino = TestTrino.get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "first | ROW(DATE '2026-11-23', ARRAY[1, 3])",
        "recurring | ROW(DATE '2026-11-23', ARRAY[1, 3]), ROW(DATE '2026-11-24', ARRAY[0, 2])",
        "rolling | ROW(DATE '2026-11-23', ARRAY[0, 2])",
      })
  void tells_cohorts_and_returns_in_any_order_of_rows(String mode, String cohorts) {
    for (String order : new String[] {"ASC", "DESC"}) {
      assertThat(
              trino.query(
                  "SELECT retention('day', 'UTC', '%s', t, s, r ORDER BY t %s) FROM (VALUES %s) AS e(t, s, r)"
                      .formatted(mode, order, ROWS)))
          .matches("SELECT CAST(ARRAY[%s] AS %s)".formatted(cohorts, TYPE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WHERE t IS NULL", "WHERE NOT s"})
  void who_never_starts_is_in_no_cohort(String where) {
    assertThat(
            trino.query(
                "SELECT retention('week', 'UTC', 'first', t, s, r) FROM (VALUES %s) AS e(t, s, r) %s"
                    .formatted(ROWS, where)))
        .matches("SELECT CAST(ARRAY[] AS %s)".formatted(TYPE));
  }

  @Test
  void groups_do_not_mix_when_partial_states_meet() {
    // Person p starts on day 0 and returns on day p mod 5; starts and returns are aggregated apart.
    String sql =
        """
        SELECT c.returned, count(*) FROM (
          SELECT p, retention('day', 'UTC', 'first', CAST(date_add('day', d, TIMESTAMP '2026-11-01 12:00:00 UTC') AS timestamp(3) with time zone), s, NOT s) AS r
          FROM (
            SELECT p, 0 AS d, true AS s FROM UNNEST(sequence(1, 1000)) AS a(p)
            UNION ALL
            SELECT p, p % 5, false FROM UNNEST(sequence(1, 1000)) AS a(p))
          GROUP BY p) CROSS JOIN UNNEST(r) AS c(cohort, returned)
        GROUP BY c.returned
        """;

    assertThat(String.valueOf(trino.execute("EXPLAIN " + sql).getOnlyValue())).contains("PARTIAL");
    assertThat(trino.query(sql))
        .matches(
            "SELECT ARRAY[CAST(n AS bigint)], BIGINT '200' FROM UNNEST(sequence(0, 4)) AS t(n)");
  }

  @Test
  void works_over_a_window_of_rows() {
    assertThat(
            trino.query(
                """
                SELECT cardinality(retention('day', 'UTC', 'recurring', t, true, true)
                  OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))
                FROM (VALUES TIMESTAMP '2026-11-23 00:00:00.000 UTC', TIMESTAMP '2026-11-24 00:00:00.000 UTC', TIMESTAMP '2026-11-25 00:00:00.000 UTC') AS e(t)
                """))
        .matches("VALUES BIGINT '1', BIGINT '2', BIGINT '2'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'hour', 'UTC', 'first' | interval must be",
        "'day', 'Nowhere/Land', 'first' | unknown time zone",
        "'day', 'UTC', 'last' | mode must be",
        "'day', IF(s, 'UTC', 'Europe/Berlin'), 'first' | same for all rows",
      })
  void refuses_what_cannot_be(String rules, String message) {
    assertThat(
            trino.query(
                "SELECT retention(%s, t, s, r) FROM (VALUES %s) AS e(t, s, r)"
                    .formatted(rules, ROWS)))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining(message);
  }
}
