package metricflow.trino.path;

import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions asked through SQL. What a path is, is tested in lake-layout. */
final class SessionPathsFunctionTest {
  private static final String TYPE =
      "array(row(depth bigint, source varchar, target varchar, sessions bigint))";

  private static final String PATHS =
      """
      SELECT array_sort(session_paths(%s, array_agg(path_event(t, s, n, a)
        ORDER BY t %s)), (x, y) -> IF(x.depth < y.depth, -1, 1))
      FROM (VALUES
        (TIMESTAMP '2026-11-23 20:00:00.000 UTC', 1, VARCHAR '/', false),
        (TIMESTAMP '2026-11-23 20:00:00.000 UTC', 2, VARCHAR '/é', false),
        (TIMESTAMP '2026-11-23 20:30:00.000 UTC', 0, NULL, true),
        (TIMESTAMP '2026-11-23 21:00:00.000 UTC', 0, VARCHAR 'buy', true),
        (NULL, 3, VARCHAR 'lost', true)) AS e(t, s, n, a)
      """;

  private final QueryAssertions trino = TestTrino.get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'session', 2 | ROW(1, '/', '/é', 1), ROW(2, '/é', 'buy', 1)",
        "'after', 2 | ROW(1, 'buy', NULL, 1)",
        "'before', 9 | ROW(1, '/é', 'buy', 1), ROW(2, '/', '/é', 1), ROW(3, NULL, '/', 1)",
      })
  void tells_the_steps_of_a_person_in_any_order_of_rows(String rules, String steps) {
    for (String order : new String[] {"ASC", "DESC"}) {
      assertThat(
              trino.query(
                  PATHS.formatted(
                      rules + ", true, TIMESTAMP '2026-11-23 00:00:00.000 UTC'", order)))
          .matches("SELECT CAST(ARRAY[%s] AS %s)".formatted(steps, TYPE));
    }
  }

  @Test
  void sessions_that_began_before_are_not_told() {
    assertThat(
            trino.query(
                PATHS.formatted(
                    "'session', 2, true, TIMESTAMP '2026-11-23 20:00:00.001 UTC'", "ASC")))
        .matches("SELECT CAST(ARRAY[] AS %s)".formatted(TYPE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'around', 2 | start must be 'session', 'after' or 'before', but is 'around'",
        "'session', 0 | depth must be from 1 to 1000, but is 0",
      })
  void refuses_what_cannot_be(String rules, String message) {
    assertThat(
            trino.query(
                PATHS.formatted(rules + ", true, TIMESTAMP '2026-11-23 00:00:00.000 UTC'", "ASC")))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining(message);
  }

  @Test
  void refuses_events_that_are_none() {
    assertThat(
            trino.query(
                "SELECT session_paths('after', 1, true, TIMESTAMP '2026-11-23 00:00:00.000 UTC',"
                    + " ARRAY[X'00'])"))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining("must be made by path_event");
  }

  @Test
  void one_person_with_more_events_than_fit_is_refused() {
    assertThat(
            trino.query(
                "SELECT session_paths('after', 1, true, TIMESTAMP '2026-11-23 00:00:00.000 UTC',"
                    + " array_agg(X'00')) FROM UNNEST(sequence(1, 2001)), UNNEST(sequence(1,"
                    + " 2000))"))
        .failure()
        .hasErrorCode(EXCEEDED_FUNCTION_MEMORY_LIMIT);
  }
}
