package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function asked through SQL, as its users do. */
final class FunnelStepsReachedTest {
  private final QueryAssertions trino = TestTrino.get();

  /** Events are {@code second/sequence/mask}; n stands for NULL. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a full conversion, 0/1/1 10/2/2 20/3/4, 3",
    "the window ends with the second it names, 0/1/1 60/2/2 61/3/4, 2",
    "a later start converts, 0/1/1 30/2/1 45/3/2 75/4/4, 3",
    "one event fills one step, 0/1/7, 1",
    "sequence orders an instant, 0/2/1 0/1/2, 1",
    "without sequence an event comes first in its instant, 0/n/1 0/1/2, 2",
    "an event without time does not count, 0/1/1 n/2/2, 1",
    "an event without mask does not count, 0/1/1 1/2/n, 1",
    "masks beyond the funnel do not count, 0/1/8 1/2/4294967296, 0",
    "events that fill no step reach nothing, 0/1/0 1/2/0, 0",
  })
  void counts_steps_in_any_order_of_rows(String rule, String events, int reached) {
    List<String> rows = Arrays.stream(events.split(" ")).map(FunnelStepsReachedTest::row).toList();
    List<String> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);

    assertThat(trino.query(query(rows))).as(rule).matches("VALUES BIGINT '%d'".formatted(reached));
    assertThat(trino.query(query(reversed)))
        .as(rule + ", reversed")
        .matches("VALUES BIGINT '%d'".formatted(reached));
  }

  private static String row(String event) {
    String[] fields = event.split("/");
    String time = fields[0].equals("n") ? "NULL" : "from_unixtime(%s)".formatted(fields[0]);
    return "(CAST(%s AS timestamp(3) with time zone), CAST(%s AS integer), CAST(%s AS bigint))"
        .formatted(time, orNull(fields[1]), orNull(fields[2]));
  }

  private static String orNull(String field) {
    return field.equals("n") ? "NULL" : field;
  }

  private static String query(List<String> rows) {
    return "SELECT funnel_steps_reached(3, 60000, t, s, m) FROM (VALUES %s) AS e(t, s, m)"
        .formatted(String.join(", ", rows));
  }

  @Test
  void no_rows_reach_no_step() {
    assertThat(trino.query(query(List.of(row("0/1/1"))) + " WHERE m > 1"))
        .matches("VALUES BIGINT '0'");
  }

  @Test
  void groups_do_not_mix_when_partial_states_meet() {
    // Person p of 1000 does p mod 4 steps, spread over two inputs that are aggregated apart.
    String events =
        """
        SELECT p, k, from_unixtime(p + k) AS t
        FROM UNNEST(sequence(1, 1000)) AS a(p) CROSS JOIN UNNEST(sequence(0, 2)) AS b(k)
        WHERE k < p %% 4 AND k %% 2 = %d
        """;
    String sql =
        """
        SELECT reached, count(*) FROM (
          SELECT p, funnel_steps_reached(3, 60000, CAST(t AS timestamp(3) with time zone), k, CAST(power(2, k) AS bigint)) AS reached
          FROM (%s UNION ALL %s) GROUP BY p)
        GROUP BY reached
        """
            .formatted(events.formatted(0), events.formatted(1));

    assertThat(String.valueOf(trino.execute("EXPLAIN " + sql).getOnlyValue())).contains("PARTIAL");
    assertThat(trino.query(sql))
        .matches(
            "VALUES (BIGINT '1', BIGINT '250'), (BIGINT '2', BIGINT '250'), (BIGINT '3', BIGINT '250')");
  }

  @Test
  void works_over_a_window_of_rows() {
    assertThat(
            trino.query(
                """
                SELECT funnel_steps_reached(2, 60000, CAST(from_unixtime(t) AS timestamp(3) with time zone), t, m)
                  OVER (ORDER BY t)
                FROM (VALUES (1, 1), (2, 2)) AS e(t, m)
                """))
        .matches("VALUES BIGINT '1', BIGINT '2'");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, steps must be between 2 and 20",
    "21, 0, steps must be between 2 and 20",
    "2, -1, window_millis must not be negative",
  })
  void refuses_a_funnel_that_cannot_be(int steps, long window, String message) {
    assertThat(
            trino.query(
                "SELECT funnel_steps_reached(%d, %d, TIMESTAMP '2026-01-01 00:00:00 UTC', 1, 1)"
                    .formatted(steps, window)))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining(message);
  }

  @Test
  void refuses_two_funnels_in_one_group() {
    assertThat(
            trino.query(
                "SELECT funnel_steps_reached(n, 0, TIMESTAMP '2026-01-01 00:00:00 UTC', 1, 1) FROM (VALUES 2, 3) AS e(n)"))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining("same for all rows of a group");
  }

  @Test
  void trino_itself_turns_sixteen_bytes_into_uuid_text() {
    assertThat(
            trino.query(
                "SELECT CAST(CAST(X'3d998bfa0a4254ce aae2e2acadd24491' AS uuid) AS varchar)"))
        .matches("VALUES CAST('3d998bfa-0a42-54ce-aae2-e2acadd24491' AS varchar)");
  }
}
