package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.FilterSql;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * Rows of rollups that stand for the events of some days, as SQL. The columns are those of {@link
 * TrendsFactsSql}; {@code events_i} is how many events of series i a row stands for.
 */
final class RolledFactsSql {
  private final SqlStatement.Builder sql;
  private final Segmentation query;
  private final Runnable number;

  /**
   * A writer.
   *
   * @param number writes the number of the interval that holds {@code event_time}, of days {@code
   *     event_date}
   */
  RolledFactsSql(SqlStatement.Builder sql, Segmentation query, Runnable number) {
    this.sql = sql;
    this.query = query;
    this.number = number;
  }

  /**
   * Writes a {@code SELECT}.
   *
   * @param columns what to select, in order
   * @param days UTC days of {@code period}
   */
  void select(TrendsRollup rollup, List<String> columns, Period period, SortedSet<LocalDate> days) {
    sql.text("    SELECT ").text(String.join(", ", columns)).text("\n    FROM (\n      SELECT ");
    number.run();
    sql.text(" AS interval_number");
    switch (rollup) {
      case TrendsRollup.Counts counts -> counts(counts, period, days);
      case TrendsRollup.PersonDays() -> personDays(days);
      case TrendsRollup.Timelines(), TrendsRollup.TimelineCounts() ->
          throw new IllegalArgumentException("timelines are counted as a whole");
    }
    sql.text("\n    )\n    WHERE ").text(TrendsFactsSql.matchesAny(query));
  }

  private void counts(TrendsRollup.Counts counts, Period period, SortedSet<LocalDate> days) {
    for (int i = 0; i < query.breakdown().size(); i++) {
      sql.text(", ");
      FieldSql.text(sql, query.breakdown().get(i));
      sql.text(" AS value_" + i);
    }
    List<String> dimensions = counts.dimensions().stream().distinct().toList();
    for (int i = 0; i < query.series().size(); i++) {
      String dimension = counts.dimensions().get(i);
      sql.text(",\n        coalesce(");
      if (dimensions.size() > 1) {
        sql.text("dimension = ").value(dimension).text(" AND ");
      }
      query.series().get(i).events().condition(sql);
      sql.text(", FALSE) AS matches_" + i + ", events AS events_" + i);
    }
    Table table = counts.hours() ? Tables.HOURLY_METRICS : Tables.DAILY_METRICS;
    sql.text("\n      FROM (\n        SELECT event_date, dimension, events, ")
        .text(counts.hours() ? "event_hour" : "with_timezone(CAST(event_date AS timestamp), 'UTC')")
        .text(" AS event_time");
    for (String dimension : dimensions) {
      if (!dimension.equals(Tables.TOTAL)) {
        // One dimension alone is left bare, which lets Trino skip row groups by its values.
        sql.text(dimensions.size() > 1 ? ", IF(dimension = '" + dimension + "', value)" : ", value")
            .text(" AS " + dimension);
      }
    }
    sql.text("\n        FROM ")
        .text(sql.scope().names().table(table, days.first(), days.last()))
        .text("\n        WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND dimension IN (")
        .values(dimensions)
        .text(")\n      )\n      WHERE ");
    period.condition(sql, DayRange.of(days));
    sql.text(" AND ");
    FilterSql.condition(sql, query.filter());
  }

  private void personDays(SortedSet<LocalDate> days) {
    sql.text(", person_id AS distinct_id");
    for (int i = 0; i < query.series().size(); i++) {
      EventSelector events = query.series().get(i).events();
      sql.text(",\n        ")
          .text(TrendsRollup.onPersonDay(events))
          .text(" AS matches_" + i + ", ")
          .text(events.isPageViews() ? "page_views" : "events")
          .text(" AS events_" + i);
    }
    sql.text("\n      FROM ")
        .text(sql.scope().names().table(Tables.USER_DAYS, days.first(), days.last()))
        .text("\n      WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "event_date", DayRange.of(days));
  }
}
