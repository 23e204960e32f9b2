package metricflow.api.query;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The common table {@code spread} of {@link TrendsSql}: each row of {@code facts}, or of those of
 * one group and interval together, once for every interval whose point covers it, {@code
 * interval_covered}, and once for the whole period, where that is NULL.
 */
final class SpreadSql {
  /** The place of the whole period among intervals. */
  private static final String WHOLE = "ARRAY[CAST(NULL AS bigint)]";

  private final SqlStatement.Builder sql;
  private final Segmentation query;
  private final Optional<Trends> trends;
  private final SpreadRow fact;

  /**
   * A writer.
   *
   * @param fact what a row of {@code facts} stands for
   */
  SpreadSql(SqlStatement.Builder sql, Segmentation query, Optional<Trends> trends, SpreadRow fact) {
    this.sql = sql;
    this.query = query;
    this.trends = trends;
    this.fact = fact;
  }

  /** Writes the table, whose rows stand for {@code row}. */
  void write(SpreadRow row) {
    if (row == SpreadRow.PERSONS) {
      persons();
    } else if (MeasureSql.addsUp(query)) {
      byInterval();
      spread("by_interval");
    } else {
      spread("facts");
    }
  }

  /** All rows of a group and an interval as one: only few are then spread. */
  private void byInterval() {
    String group = "interval_number" + each(query.breakdown().size(), "", ", value_%d");
    sql.text("by_interval AS (\n  SELECT ").text(group);
    for (int i = 0; i < query.series().size(); i++) {
      Measure measure = query.series().get(i).measure();
      sql.text(",\n    ")
          .text(
              measure instanceof Measure.Count
                  ? MeasureSql.events(i, fact)
                      + " AS events_%1$d, TRUE AS matches_%1$d".formatted(i)
                  : MeasureSql.ofResults(measure).orElseThrow()
                      + "(number_%1$d) AS number_%1$d".formatted(i));
    }
    sql.text("\n  FROM facts GROUP BY ").text(group).text("\n),\n");
  }

  private void spread(String rows) {
    sql.text("spread AS (\n  SELECT f.*, covered.interval_covered\n  FROM " + rows + " f\n")
        .text("  CROSS JOIN UNNEST(");
    if (trends.isEmpty()) {
      sql.text(WHOLE);
    } else if (ownInterval()) {
      sql.text("ARRAY[f.interval_number, NULL]");
    } else {
      covering("f.interval_number");
      sql.text(inPeriod("f.interval_number"));
    }
    sql.text(") AS covered (interval_covered)\n)");
  }

  /** Each person of a group once an interval: who adds up persons then counts each once. */
  private void persons() {
    String values = each(query.breakdown().size(), "", "value_%d, ");
    int series = query.series().size();
    int before = trends.map(Trends::before).orElse(0);
    IntervalSets sets =
        IntervalSets.of(series, trends.map(Trends::interval), query.period(), before);
    sql.text("by_person AS (\n  SELECT ")
        .text(values)
        .text(sets.gathered())
        .text("\n  FROM facts GROUP BY ")
        .text(values)
        .text("person_key\n),\nby_intervals AS (\n  ")
        .text(sets.counted(values, "by_person"))
        .text("\n),\ncovered_by_persons AS (\n  SELECT persons, ")
        .text(values);
    for (int i = 0; i < series; i++) {
      sql.text(i == 0 ? "" : ",\n    ");
      covered("intervals_" + i);
      sql.text(" AS covered_" + i);
    }
    sql.text("\n  FROM by_intervals\n),\nspread AS (\n  SELECT persons, ")
        .text(values)
        .text("covered.interval_covered, ")
        .text(each(series, ", ", "covered.series = %1$d AS matches_%1$d"))
        .text("\n  FROM covered_by_persons CROSS JOIN UNNEST(")
        .text(each(series, " || ", "covered_%d"))
        .text(",\n    ")
        .text(each(series, " || ", "repeat(%1$d, cardinality(covered_%1$d))"))
        .text(") AS covered (interval_covered, series)\n)");
  }

  /**
   * Writes the array of the intervals whose points cover one of those in the array {@code
   * intervals}, each once, and NULL if one lies in the period.
   */
  private void covered(String intervals) {
    sql.text("IF(cardinality(" + intervals + ") = 0, ARRAY[], ");
    if (trends.isEmpty()) {
      sql.text(WHOLE);
    } else if (ownInterval()) {
      sql.text(intervals + " || " + WHOLE);
    } else if (trends.get().cumulative()) {
      covering("array_min(" + intervals + ")");
      sql.text(inPeriod("array_max(" + intervals + ")"));
    } else {
      sql.text("array_distinct(flatten(transform(" + intervals + ", n -> ");
      covering("n");
      sql.text(")))").text(inPeriod("array_max(" + intervals + ")"));
    }
    sql.text(")");
  }

  private boolean ownInterval() {
    return trends.orElseThrow().window() == 1 && !trends.orElseThrow().cumulative();
  }

  /** Writes the array of the intervals of the period whose points cover {@code interval}. */
  private void covering(String interval) {
    long last = trends.orElseThrow().interval().numbers(query.period()).size() - 1L;
    sql.text("sequence(greatest(" + interval + ", 0), ");
    if (trends.orElseThrow().cumulative()) {
      sql.value(last);
    } else {
      sql.text("least(" + interval + " + ")
          .value(trends.orElseThrow().window() - 1L)
          .text(", ")
          .value(last)
          .text(")");
    }
    sql.text(")");
  }

  private static String inPeriod(String interval) {
    return " || IF(%s >= 0, %s, ARRAY[])".formatted(interval, WHOLE);
  }

  private static String each(int size, String between, String text) {
    return IntStream.range(0, size).mapToObj(text::formatted).collect(Collectors.joining(between));
  }
}
