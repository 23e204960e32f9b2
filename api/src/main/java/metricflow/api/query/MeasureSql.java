package metricflow.api.query;

import java.util.Optional;

/**
 * A {@link Measure} over rows with the columns {@code matches_i}, {@code number_i}, {@code
 * person_key}, and {@code events_i} or {@code persons} where a row stands for several.
 */
final class MeasureSql {
  private MeasureSql() {}

  /** Writes {@code result_i} for each series, each after a comma. */
  static void aggregates(SqlStatement.Builder sql, Segmentation query, SpreadRow row) {
    for (int i = 0; i < query.series().size(); i++) {
      sql.text(",\n  ");
      aggregate(sql, query.series().get(i).measure(), i, row);
      sql.text(" AS result_" + i);
    }
  }

  /** Whether all results of several groups, or intervals, together follow from those of each. */
  static boolean addsUp(Segmentation query) {
    return query.series().stream()
        .map(Series::measure)
        .map(MeasureSql::ofResults)
        .allMatch(Optional::isPresent);
  }

  /**
   * The aggregate that makes one result of those of several groups; none where they do not tell.
   */
  static Optional<String> ofResults(Measure measure) {
    return switch (measure) {
      case Measure.Count(), Measure.Sum(var _) -> Optional.of("sum");
      case Measure.Least(var _) -> Optional.of("min");
      case Measure.Greatest(var _) -> Optional.of("max");
      case Measure.Uniques(),
          Measure.PerUser(),
          Measure.Average(var _),
          Measure.Percentile(var _, double _) ->
          Optional.empty();
    };
  }

  /** How many events the rows are that the series with index {@code i} takes. */
  static String events(int i, SpreadRow row) {
    return row == SpreadRow.EVENTS
        ? "coalesce(sum(events_%1$d) FILTER (WHERE matches_%1$d), 0)".formatted(i)
        : "count_if(matches_%d)".formatted(i);
  }

  /**
   * Writes the aggregate of the series with index {@code i}.
   *
   * @param row what a row stands for
   */
  private static void aggregate(SqlStatement.Builder sql, Measure measure, int i, SpreadRow row) {
    String events = events(i, row);
    String persons =
        (row == SpreadRow.PERSONS
                ? "coalesce(sum(persons) FILTER (WHERE matches_%d), 0)"
                : "count(DISTINCT IF(matches_%d, person_key))")
            .formatted(i);
    String number = "number_" + i;
    switch (measure) {
      case Measure.Count() -> sql.text(events);
      case Measure.Uniques() -> sql.text(persons);
      case Measure.PerUser() ->
          sql.text("CAST(" + events + " AS double) / nullif(" + persons + ", 0)");
      case Measure.Sum(var _) -> sql.text("coalesce(sum(" + number + "), DOUBLE '0')");
      case Measure.Average(var _) -> sql.text("avg(" + number + ")");
      case Measure.Least(var _) -> sql.text("min(" + number + ")");
      case Measure.Greatest(var _) -> sql.text("max(" + number + ")");
      case Measure.Percentile(var _, double percentile) ->
          sql.text("element_at(array_sort(array_agg(" + number + ") FILTER (WHERE " + number)
              .text(" IS NOT NULL)), CAST(greatest(1, ceiling(")
              .value(percentile)
              .text(" / 100 * count(" + number + "))) AS bigint))");
    }
  }
}
