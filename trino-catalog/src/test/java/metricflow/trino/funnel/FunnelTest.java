package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import metricflow.timeline.TimelineWriter;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code funnel} and {@code timeline_funnel} asked through SQL: rows, arrays and timelines of the
 * same events must give the same answer. What is counted is tested in lake-layout.
 */
final class FunnelTest {
  /** Codes of a timeline: their masks are 0 (a code left out), 1, 2, 4 and one that excludes. */
  private static final String MASKS =
      "MAP(ARRAY[BIGINT '1', 2, 3, 7, 9], ARRAY[BIGINT '1', 2, 4, 7, 4294967296])";

  private final QueryAssertions trino = TestTrino.get();

  /** Events are {@code second/code}, in order; see {@link #MASKS}. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a full conversion, ordered, 0/1 10/2 20/3, 0 10 20",
    "the newest start that converts, ordered, 0/1 30/1 45/2 75/3, 30 45 75",
    "the window ends with the second it names, ordered, 0/1 60/2 61/3, 0 60",
    "other events do not matter, ordered, 0/1 5/8 10/2, 0 10",
    "but in strict order they do, strict, 0/1 5/8 10/2, 0",
    "any order is any order, any, 0/3 10/1 20/2, 0 10 20",
    "an exclusion ends the path, ordered, 0/1 5/9 10/2, 0",
    "an exclusion after another step does not, ordered, 0/1 5/2 10/9 15/3, 0 5 15",
    "one event fills one step, ordered, 0/7, 0",
    "and all three in windowFunnel, windowfunnel, 0/7, 0 0 0",
    "windowFunnel in strict order, windowfunnel strict, 0/1 5/8 10/2, 0",
    "two steps of one instant, ordered, 0/8 5/1 5/2, 5 5",
    "nothing that matters, ordered, 0/8 1/8, ",
  })
  void rows_arrays_and_timelines_give_the_same(
      String rule, String mode, String events, String seconds) {
    String expected = expected(seconds);
    List<String> rows = new ArrayList<>();
    List<String> list = Arrays.asList(events.split(" "));
    for (int i = 0; i < list.size(); i++) {
      String[] event = list.get(i).split("/");
      rows.add("(%s, %d, %s)".formatted(time(event[0]), i, mask(event[1])));
    }
    assertThat(trino.query(aggregate(mode, rows))).as(rule).matches(expected);
    Collections.reverse(rows);
    assertThat(trino.query(aggregate(mode, rows))).as(rule + ", reversed").matches(expected);

    assertThat(
            trino.query(
                "SELECT timeline_funnel(3, 60000, '%s', ARRAY[%s], ARRAY[%s])"
                    .formatted(
                        mode,
                        list.stream()
                            .map(event -> time(event.split("/")[0]))
                            .collect(joining(", ")),
                        list.stream()
                            .map(event -> mask(event.split("/")[1]))
                            .collect(joining(", ")))))
        .as(rule + ", arrays")
        .matches(expected);
    assertThat(trino.query(timelines(mode, timeline(list))))
        .as(rule + ", timeline")
        .matches(expected);
    int middle = list.size() / 2;
    assertThat(
            trino.query(
                timelines(
                    mode,
                    "ARRAY[%s, NULL, %s]"
                        .formatted(
                            timeline(list.subList(middle, list.size())),
                            timeline(list.subList(0, middle))))))
        .as(rule + ", timelines, the later first")
        .matches(expected);
  }

  private static String aggregate(String mode, List<String> rows) {
    return "SELECT funnel(3, 60000, '%s', t, s, m) FROM (VALUES %s) AS e(t, s, m)"
        .formatted(mode, String.join(", ", rows));
  }

  /** A timeline, rows, and a row without either. */
  private static String together(String mode, String timeline, List<String> rows) {
    String events =
        rows.isEmpty()
            ? ""
            : "UNION ALL SELECT event_timeline(t, s, m) FROM (VALUES %s) AS e(t, s, m)"
                .formatted(String.join(", ", rows));
    return """
    SELECT funnel(funnel_question(3, 60000, '%s', %s, %s, %s), timeline)
    FROM (SELECT %s AS timeline UNION ALL SELECT NULL %s)
    """
        .formatted(mode, time("0"), time("1000"), MASKS, timeline, events);
  }

  @Test
  void events_outside_the_time_asked_about_do_not_count() {
    assertThat(
            trino.query(
                """
                SELECT funnel(funnel_question(3, 60000, 'ordered', %s, %s, %s), timeline)
                FROM (VALUES %s, event_timeline(%s, NULL, 2), event_timeline(%s, 1, 4)) AS e(timeline)
                """
                    .formatted(
                        time("1"),
                        time("20"),
                        MASKS,
                        timeline(List.of("0/1", "1/1", "20/3")),
                        time("10"),
                        time("21"))))
        .matches(expected("1 10"));
  }

  @Test
  void a_question_is_made_by_funnel_question() {
    assertThat(trino.query("SELECT funnel(X'0105', X'01')"))
        .failure()
        .hasMessage("funnel: not made by funnel_question");
  }

  @Test
  void steps_of_one_instant_and_sequence_count_in_their_order_in_timelines_too() {
    TimelineWriter writer = new TimelineWriter();
    writer.add(5_000, 4, 2);
    writer.add(5_000, 4, 1);
    String tied = "X'%s'".formatted(HexFormat.of().formatHex(writer.finish()));

    assertThat(trino.query(timelines("ordered", tied))).matches(expected("5 5"));
    assertThat(trino.query(timelines("ordered", "ARRAY[%s]".formatted(tied))))
        .matches(expected("5 5"));
    assertThat(trino.query(together("ordered", tied, List.of()))).matches(expected("5 5"));
  }

  private static String timelines(String mode, String value) {
    return "SELECT timeline_funnel(3, 60000, '%s', %s, %s)".formatted(mode, value, MASKS);
  }

  private static String timeline(List<String> events) {
    return timeline(events, 0);
  }

  private static String timeline(List<String> events, int firstSequence) {
    TimelineWriter writer = new TimelineWriter();
    int sequence = firstSequence;
    for (String event : events) {
      String[] parts = event.split("/");
      writer.add(Long.parseLong(parts[0]) * 1_000, sequence++, Integer.parseInt(parts[1]));
    }
    return "X'%s'".formatted(HexFormat.of().formatHex(writer.finish()));
  }

  private static String time(String second) {
    return "CAST(from_unixtime(%s, 'UTC') AS timestamp(3) with time zone)".formatted(second);
  }

  private static String mask(String code) {
    return switch (code) {
      case "1", "2", "7" -> "BIGINT '%s'".formatted(code);
      case "3" -> "BIGINT '4'";
      case "9" -> "bitwise_left_shift(BIGINT '1', 32)";
      default -> "BIGINT '0'";
    };
  }

  private static String expected(String seconds) {
    List<String> times =
        seconds == null
            ? List.of()
            : Arrays.stream(seconds.split(" ")).map(FunnelTest::time).toList();
    return "SELECT CAST(ROW(%d, ARRAY[%s]) AS %s)"
        .formatted(times.size(), String.join(", ", times), FunnelRow.TYPE);
  }

  @Test
  void no_rows_reach_no_step() {
    assertThat(
            trino.query(
                aggregate("strict", List.of("(%s, 1, 1)".formatted(time("0")))) + " WHERE m > 1"))
        .matches(expected(null));
  }

  @Test
  void a_null_makes_a_row_or_an_element_count_for_nothing() {
    assertThat(
            trino.query(
                """
                SELECT funnel(2, 60000, 'ordered', t, s, m) FROM (VALUES
                  (CAST(from_unixtime(0) AS timestamp(3) with time zone), NULL, 1),
                  (CAST(from_unixtime(1) AS timestamp(3) with time zone), 2, NULL),
                  (NULL, 3, 2)) AS e(t, s, m)
                """))
        .matches(expected("0"));
    assertThat(
            trino.query(
                "SELECT timeline_funnel(2, 60000, 'ordered', ARRAY[%s, NULL, %s], ARRAY[1, 2, NULL])"
                    .formatted(time("0"), time("1"))))
        .matches(expected("0"));
    assertThat(
            trino.query(
                "SELECT timeline_funnel(2, 60000, 'ordered', CAST(NULL AS varbinary), %s)"
                    .formatted(MASKS)))
        .matches("SELECT CAST(NULL AS %s)".formatted(FunnelRow.TYPE));
  }

  @Test
  void groups_do_not_mix_when_partial_states_meet() {
    String events =
        """
        SELECT p, k, from_unixtime(p + k) AS t
        FROM UNNEST(sequence(1, 1000)) AS a(p) CROSS JOIN UNNEST(sequence(0, 2)) AS b(k)
        WHERE k < p %% 4 AND k %% 2 = %d
        """;
    String sql =
        """
        SELECT f.steps_reached, count(*), count_if(f.steps_reached = 0 OR f.step_times[1] = from_unixtime(p)) FROM (
          SELECT p, funnel(3, 60000, 'any', CAST(t AS timestamp(3) with time zone), k, CAST(power(2, k) AS bigint)) AS f
          FROM (%s UNION ALL %s) GROUP BY p)
        GROUP BY f.steps_reached
        """
            .formatted(events.formatted(0), events.formatted(1));

    assertThat(String.valueOf(trino.execute("EXPLAIN " + sql).getOnlyValue())).contains("PARTIAL");
    assertThat(trino.query(sql))
        .matches(
            IntStream.rangeClosed(1, 3)
                .mapToObj("(BIGINT '%d', BIGINT '250', BIGINT '250')"::formatted)
                .collect(joining(", ", "VALUES ", "")));
  }

  @Test
  void works_over_a_window_of_rows() {
    assertThat(
            trino.query(
                """
                SELECT funnel(2, 60000, 'strict', CAST(from_unixtime(t) AS timestamp(3) with time zone), t, m)
                  OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
                FROM (VALUES (1, 1), (2, 2), (3, 1)) AS e(t, m)
                """))
        .matches(
            "%s UNION ALL %s UNION ALL %s"
                .formatted(expected("1"), expected("1 2"), expected("3")));
  }

  @Test
  void masks_of_codes_may_differ_from_row_to_row() {
    assertThat(
            trino.query(
                """
                SELECT timeline_funnel(2, 60000, 'ordered', %s, m).steps_reached
                FROM (VALUES MAP(ARRAY[BIGINT '1', 2], ARRAY[BIGINT '1', 2]), MAP(ARRAY[BIGINT '1'], ARRAY[BIGINT '2'])) AS e(m)
                """
                    .formatted(timeline(List.of("0/1", "1/2")))))
        .matches("VALUES BIGINT '2', BIGINT '0'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "funnel(2, 0, 'sorted', TIMESTAMP '2026-01-01 00:00:00 UTC', 1, 1) | mode must be",
        "funnel(1, 0, 'any', TIMESTAMP '2026-01-01 00:00:00 UTC', 1, 1) | steps must be between 2"
            + " and 20",
        "timeline_funnel(2, 0, 'any', ARRAY[TIMESTAMP '2026-01-01 00:00:00 UTC'], ARRAY[]) | 1"
            + " times, but 0 masks",
        "timeline_funnel(2, 0, 'any', X'03', MAP(ARRAY[BIGINT '1'], ARRAY[BIGINT '1'])) | unknown"
            + " version 3 of timeline",
        "timeline_funnel(2, 0, 'any', X'', MAP(ARRAY[BIGINT '1'], ARRAY[BIGINT '1'])) | empty"
            + " value",
        "timeline_funnel(2, 0, 'any', X'010000', MAP(ARRAY[BIGINT '-1'], ARRAY[BIGINT '1'])) |"
            + " codes must be between",
      })
  void refuses_what_cannot_be(String call, String message) {
    assertThat(trino.query("SELECT " + call))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining(message);
  }
}
