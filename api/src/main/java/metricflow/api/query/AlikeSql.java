package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is counted of the common table {@code alike} of {@link ActiveIntervalsSql}, as SQL: the
 * columns that the same kinds of question give over rows of persons, and {@code doubts}, the last
 * one. There is always a row; one whose first column is NULL tells of doubts alone.
 */
final class AlikeSql {
  private final IntervalSets sets;

  AlikeSql(IntervalSets sets) {
    this.sets = sets;
  }

  /** Rows of {@link RetentionSql}. */
  String retention(Retention query) {
    // Who started first before the period is in no cohort.
    String starts = query.firstTime() ? inPeriod("bitwise_and(set_0, -set_0)") : inPeriod("set_0");
    String returns = query.onOrAfter() ? "last_interval(set_1)" : "set_1";
    return """
    SELECT k.start - %d AS cohort, k.later AS offset_number, k.persons, c.doubts
    FROM (SELECT interval_cohorts(%s, %s, persons) AS cohorts, max(doubts) AS doubts FROM alike) c
    LEFT JOIN UNNEST(c.cohorts) AS k (start, later, persons) ON TRUE\
    """
        .formatted(sets.before(), starts, returns);
  }

  /** Rows of {@link LifecycleSql} for stickiness. */
  String stickiness() {
    return """
    SELECT k.number AS intervals_active, k.persons, c.doubts
    FROM (
      SELECT interval_cohorts(
          IF(set_0 <> 0, bitwise_left_shift(BIGINT '1', CAST(bit_count(set_0, 64) AS integer)), 0), 0, persons) AS numbers,
        max(doubts) AS doubts
      FROM alike
    ) c
    LEFT JOIN UNNEST(c.numbers) AS k (number, later, persons) ON TRUE\
    """;
  }

  /** Rows of {@link LifecycleSql}. */
  String lifecycle() {
    String before = "bitwise_left_shift(set_0, 1)";
    String first = "bitwise_and(set_0, -set_0)";
    return """
    SELECT k.start - %d AS interval_number, s.state, k.persons, c.doubts
    FROM (
      SELECT interval_cohorts(%s, 0, persons) AS first,
        interval_cohorts(%s, 0, persons) AS again,
        interval_cohorts(%s, 0, persons) AS back,
        interval_cohorts(%s, 0, persons) AS away,
        max(doubts) AS doubts
      FROM alike
    ) c
    CROSS JOIN UNNEST(ARRAY['new', 'returning', 'resurrecting', 'dormant'],
      ARRAY[c.first, c.again, c.back, c.away]) AS s (state, kinds)
    LEFT JOIN UNNEST(s.kinds) AS k (start, later, persons) ON TRUE\
    """
        .formatted(
            sets.before(),
            inPeriod(first),
            inPeriod("bitwise_and(set_0, " + before + ")"),
            inPeriod(
                "bitwise_and(set_0, bitwise_not(bitwise_or("
                    + before
                    + ", bitwise_and(set_0, -set_0))))"),
            inPeriod("bitwise_and(" + before + ", bitwise_not(set_0))"));
  }

  /**
   * Unique persons of some series, as aggregates over rows of {@code alike} and what becomes of
   * them.
   *
   * @param columns the aggregates, {@code whole_i} and the columns that {@code rows} needs
   * @param rows an array of rows of a series, an interval number (NULL: the whole period) and
   *     persons
   * @param results {@code result_i}, aggregates over these as {@code p}
   */
  record Points(String columns, String rows, String results) {}

  /** The points of a chart, or the whole period alone. */
  Points points(int series, Optional<Trends> trends) {
    String whole =
        "coalesce(sum(persons) FILTER (WHERE " + inPeriod("set_%1$d") + " <> 0), 0) AS whole_%1$d";
    List<String> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>(List.of(each(series, whole)));
    if (trends.isPresent()) {
      String cohorts = "interval_cohorts(%s, 0, persons) AS points_%%1$d";
      columns.add(each(series, cohorts.formatted(inPeriod(covering(trends.get())))));
      String numbered = "transform(points_%1$d, p -> ROW(%1$d, p.start - {}, p.persons))";
      rows.add(each(series, numbered.replace("{}", Integer.toString(sets.before()))));
    }
    rows.add("ARRAY[" + each(series, "ROW(%1$d, NULL, whole_%1$d)") + "]");
    return new Points(
        String.join(",\n    ", columns),
        "flatten(ARRAY[" + String.join(", ", rows) + "])",
        each(series, "coalesce(sum(persons) FILTER (WHERE series = %1$d), 0) AS result_%1$d"));
  }

  /** Rows of {@link TrendsSql} for unique persons of one group. */
  String trends(int series, Optional<Trends> trends) {
    Points points = points(series, trends);
    return """
    SELECT BIGINT '1' AS group_rank, BIGINT '1' AS group_count, p.interval_number,
      %s, max(c.doubts) AS doubts
    FROM (
      SELECT %s, max(doubts) AS doubts
      FROM alike
    ) c
    CROSS JOIN UNNEST(%s) AS p (series, interval_number, persons)
    GROUP BY p.interval_number\
    """
        .formatted(points.results(), points.columns(), points.rows());
  }

  /** The condition that some of the sets has an interval of the period. */
  String inPeriodAny(int series) {
    return IntStream.range(0, series)
        .mapToObj(i -> inPeriod("set_" + i) + " <> 0")
        .collect(Collectors.joining(" OR "));
  }

  private static String covering(Trends trends) {
    if (trends.cumulative()) {
      return "covering_intervals(set_%1$d, 64)";
    }
    return trends.window() == 1
        ? "set_%1$d"
        : "covering_intervals(set_%1$d, " + trends.window() + ")";
  }

  private String inPeriod(String bits) {
    return "bitwise_and(" + bits + ", BIGINT '" + sets.periodBits() + "')";
  }

  private static String each(int series, String text) {
    return IntStream.range(0, series)
        .mapToObj(text::formatted)
        .collect(Collectors.joining(",\n    "));
  }
}
