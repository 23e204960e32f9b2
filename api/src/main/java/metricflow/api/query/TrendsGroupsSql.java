package metricflow.api.query;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The end of the statement of {@link TrendsSql} where it is broken down: reads the common table
 * {@code spread} once, the facts with {@code interval_covered}.
 */
final class TrendsGroupsSql {
  private static final String POINTS =
      "\nFROM ranked CROSS JOIN UNNEST(points) AS p (interval_covered, %s)\n";

  private final SqlStatement.Builder sql;
  private final Segmentation query;
  private final SpreadRow row;
  private final String doubts;
  private final Runnable before;

  /**
   * A writer.
   *
   * @param row what a row of {@code spread} stands for
   * @param doubts whether the last column is {@code doubts}, where it could not be other than 0
   * @param before writes what stands before the rows of the answer, a line break at least
   */
  TrendsGroupsSql(
      SqlStatement.Builder sql,
      Segmentation query,
      SpreadRow row,
      boolean doubts,
      Runnable before) {
    this.before = before;
    this.sql = sql;
    this.query = query;
    this.row = row;
    this.doubts = doubts ? ", BIGINT '0' AS doubts" : "";
  }

  /**
   * The largest groups, and one of all others where it {@link MeasureSql#addsUp}. Where it does
   * not, the first column after the results is {@code all_groups}: how many there are, those
   * included that have events before the period alone and are therefore not in {@code group_count}.
   */
  void largest() {
    String values = fields(i -> "value_" + i);
    sql.text(",\npoints AS (\n  SELECT ").text(values).text(", interval_covered");
    MeasureSql.aggregates(sql, query, row);
    sql.text("\n  FROM spread GROUP BY ").text(values).text(", interval_covered\n)");
    // All points of a group in one row, so that groups are ranked and not points.
    sql.text(",\nby_group AS (\n  SELECT ")
        .text(values)
        .text(", count_if(interval_covered IS NULL) AS counts,\n")
        .text("    max(result_0) FILTER (WHERE interval_covered IS NULL) AS score,\n")
        .text("    array_agg(ROW(interval_covered, ")
        .text(results(i -> "result_" + i))
        .text(")) AS points\n  FROM points GROUP BY ")
        .text(values)
        .text("\n),\nranked AS (\n  SELECT *, row_number() OVER (")
        .text("ORDER BY counts DESC, score DESC NULLS LAST, ")
        .text(fields(i -> "value_" + i + " NULLS LAST"))
        .text(") AS group_rank,\n")
        .text("    sum(counts) OVER () AS group_count, count(*) OVER () AS all_groups\n")
        .text("  FROM by_group\n)");
    before.run();
    if (MeasureSql.addsUp(query)) {
      allGroups();
    } else {
      sql.text("SELECT group_rank, group_count, ")
          .text(values)
          .text(", p.interval_covered AS interval_number,\n  ")
          .text(results(i -> "p.result_" + i))
          .text(", all_groups" + doubts)
          .text(POINTS.formatted(results(i -> "result_" + i)))
          .text("WHERE ");
      isShown();
    }
  }

  private void allGroups() {
    sql.text("SELECT IF(");
    isShown();
    sql.text(", group_rank, 0) AS group_rank, max(group_count) AS group_count");
    for (int i = 0; i < query.breakdown().size(); i++) {
      sql.text(", IF(");
      isShown();
      sql.text(", value_%1$d) AS value_%1$d".formatted(i));
    }
    sql.text(",\n  p.interval_covered AS interval_number,\n  ")
        .text(
            results(i ->
                MeasureSql.ofResults(query.series().get(i).measure()).orElseThrow()
                    + "(p.result_%1$d) AS result_%1$d".formatted(i)))
        .text(POINTS.formatted(results(i -> "result_" + i)))
        .text("GROUP BY 1, ")
        .text(fields(i -> Integer.toString(i + 3)))
        .text(", p.interval_covered");
  }

  private void isShown() {
    sql.text("counts > 0 AND group_rank <= ").value(query.limit());
  }

  /** The groups that are named, or all others alone; {@code group_count} is 0. */
  void named(ShownGroups.Named named) {
    boolean any = !named.values().isEmpty();
    if (any) {
      shown(named.values());
    }
    String rank = any ? "coalesce(r.group_rank, 0)" : "BIGINT '0'";
    before.run();
    sql.text("SELECT %s AS group_rank, BIGINT '0' AS group_count, ".formatted(rank))
        .text(fields(i -> "arbitrary(value_%1$d) AS value_%1$d".formatted(i)))
        .text(", interval_covered AS interval_number");
    MeasureSql.aggregates(sql, query, row);
    sql.text(doubts + "\nFROM spread s");
    if (any) {
      sql.text("\nLEFT JOIN shown r ON ")
          .text(
              IntStream.range(0, query.breakdown().size())
                  .mapToObj(i -> "r.key_%1$d = coalesce('=' || s.value_%1$d, '')".formatted(i))
                  .collect(Collectors.joining(" AND ")));
    }
    sql.text(any && named.othersOnly() ? "\nWHERE r.group_rank IS NULL" : "")
        .text("\nGROUP BY 1, interval_covered");
  }

  /** A key is the same for the same value, and a text where there is none. */
  private void shown(List<List<String>> groups) {
    sql.text(",\nshown (group_rank, ").text(fields(i -> "key_" + i)).text(") AS (\n  VALUES ");
    for (int rank = 1; rank <= groups.size(); rank++) {
      sql.text(rank == 1 ? "(BIGINT '1'" : ", (BIGINT '%d'".formatted(rank));
      for (String value : groups.get(rank - 1)) {
        sql.text(", ").value(value == null ? "" : "=" + value);
      }
      sql.text(")");
    }
    sql.text("\n)");
  }

  private String fields(IntFunction<String> text) {
    return list(query.breakdown().size(), text);
  }

  private String results(IntFunction<String> text) {
    return list(query.series().size(), text);
  }

  /** What {@code text} gives for 0 to before {@code size}, with commas between. */
  static String list(int size, IntFunction<String> text) {
    return IntStream.range(0, size).mapToObj(text).collect(Collectors.joining(", "));
  }
}
