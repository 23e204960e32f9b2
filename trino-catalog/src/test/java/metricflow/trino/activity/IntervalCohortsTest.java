package metricflow.trino.activity;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code interval_cohorts} and what it is asked with, against bits looked at one by one. */
final class IntervalCohortsTest {
  private final QueryAssertions trino = TestTrino.get();

  private record Alike(long starts, long returns, long persons) {}

  @Test
  void persons_are_counted_by_start_and_by_how_much_later_they_returned() {
    Random random = new Random(11);
    for (int world = 0; world < 8; world++) {
      List<Alike> all =
          IntStream.rangeClosed(0, random.nextInt(60))
              .mapToObj(i ->
                  new Alike(
                      random.nextLong() & (random.nextLong() >>> 1),
                      random.nextLong() & (random.nextLong() >>> 1),
                      random.nextInt(5)))
              .toList();
      String rows =
          all.stream()
              .map(one ->
                  "(%s, %s, BIGINT '%d')"
                      .formatted(bits(one.starts()), bits(one.returns()), one.persons()))
              .collect(joining(", "));

      assertThat(
              trino.query(
                  """
                  SELECT k.* FROM (SELECT interval_cohorts(starts, returns, persons) AS cohorts
                    FROM (VALUES %s) AS v(starts, returns, persons))
                  CROSS JOIN UNNEST(cohorts) AS k
                  """
                      .formatted(rows)))
          .as("world %d", world)
          .matches(expected(all));
    }
  }

  private static String expected(List<Alike> all) {
    TreeMap<String, Long> cells = new TreeMap<>();
    for (Alike one : all) {
      for (int start = 0; start < 64; start++) {
        for (int end = start; end < 64; end++) {
          boolean counts = end == start || (one.returns() >>> end & 1) == 1;
          if ((one.starts() >>> start & 1) == 1 && counts) {
            cells.merge(
                "BIGINT '%d', BIGINT '%d'".formatted(start, end - start), one.persons(), Long::sum);
          }
        }
      }
    }
    return cells.entrySet().stream()
        .filter(cell -> cell.getValue() > 0)
        .map(cell -> "(%s, BIGINT '%d')".formatted(cell.getKey(), cell.getValue()))
        .collect(
            joining(
                ", ",
                "SELECT * FROM (VALUES (BIGINT '-1', BIGINT '0', BIGINT '0'), ",
                ") AS v(start, later, persons) WHERE start >= 0"));
  }

  @Test
  void groups_are_counted_apart_and_nulls_do_not_count() {
    assertThat(
            trino.query(
                """
                SELECT g, interval_cohorts(starts, 4, persons)
                FROM (VALUES (1, BIGINT '3', 2), (1, 1, 1), (2, 4, 5), (3, NULL, 7)) AS v(g, starts, persons) GROUP BY g
                """))
        .matches(
            """
            SELECT g, CAST(cohorts AS array(row(start bigint, later bigint, persons bigint))) FROM (VALUES
              (1, ARRAY[ROW(0, 0, 3), ROW(1, 0, 2), ROW(1, 1, 2), ROW(0, 2, 3)]),
              (2, ARRAY[ROW(2, 0, 5)]),
              (3, ARRAY[])) AS v(g, cohorts)
            """);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "7", "28", "63", "64", "90"})
  void a_window_covers_what_lies_in_it_and_before_it(int window) {
    for (long bits : LongStream.of(0, 1, 5, 1L << 40, -1, Long.MIN_VALUE).toArray()) {
      long covering = 0;
      for (int bit = 0; bit < 64; bit++) {
        for (int back = 0; back < window && back <= bit; back++) {
          covering |= (bits >>> (bit - back) & 1) << bit;
        }
      }
      assertThat(trino.expression("covering_intervals(%s, %d)".formatted(bits(bits), window)))
          .isEqualTo(covering);
    }
  }

  @Test
  void the_last_interval_is_told() {
    assertThat(trino.expression("last_interval(BIGINT '22')")).isEqualTo(16L);
    assertThat(trino.expression("last_interval(BIGINT '0')")).isEqualTo(0L);
  }

  @Test
  void a_window_of_nothing_is_refused() {
    assertThat(trino.query("SELECT covering_intervals(1, 0)"))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessage("covering_intervals: window must be 1 or more, but is 0");
  }

  private static String bits(long bits) {
    return "CAST('%d' AS bigint)".formatted(bits);
  }
}
