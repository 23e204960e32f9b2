package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.FilterSql;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.timeline.TimelineContexts;

/**
 * Rows of rollups that stand for the events of some days, as SQL. The columns are those of {@link
 * TrendsFactsSql}; {@code events_i} is how many events of series i a row stands for.
 */
final class RolledFactsSql {
  private static final String HOUR = "event_hour";
  private static final String TIME = " AS event_time";

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
      case TrendsRollup.Contexts() -> contexts(period, days);
      case TrendsRollup.PersonDays() -> personDays(days);
      case TrendsRollup.Timelines(), TrendsRollup.TimelineCounts() ->
          throw new IllegalArgumentException("timelines are counted as a whole");
      case TrendsRollup.Apart _ -> throw new IllegalArgumentException("these are two questions");
    }
    sql.text("\n    )\n    WHERE ").text(TrendsFactsSql.matchesAny(query));
  }

  private void counts(TrendsRollup.Counts counts, Period period, SortedSet<LocalDate> days) {
    List<String> dimensions = counts.dimensions().stream().distinct().toList();
    groups();
    for (int i = 0; i < query.series().size(); i++) {
      series(i, dimensions.size() > 1 ? Optional.of(counts.dimensions().get(i)) : Optional.empty());
    }
    Table table = counts.hours() ? Tables.HOURLY_METRICS : Tables.DAILY_METRICS;
    sql.text("\n      FROM (\n        SELECT event_date, dimension, events, ")
        .text(counts.hours() ? HOUR : "with_timezone(CAST(event_date AS timestamp), 'UTC')")
        .text(TIME);
    for (String dimension : dimensions) {
      if (!dimension.equals(Tables.TOTAL)) {
        // One dimension alone is left bare, which lets Trino skip row groups by its values.
        sql.text(dimensions.size() > 1 ? ", IF(dimension = '" + dimension + "', value)" : ", value")
            .text(" AS " + dimension);
      }
    }
    from(table, days);
    sql.text(" AND dimension IN (").values(dimensions).text(")");
    where(period, days);
  }

  private void contexts(Period period, SortedSet<LocalDate> days) {
    groups();
    for (int i = 0; i < query.series().size(); i++) {
      series(i, Optional.empty());
    }
    sql.text("\n      FROM (\n        SELECT event_date, event, events, " + HOUR + TIME);
    TimelineContexts.DIMENSIONS.forEach(dimension -> sql.text(", " + dimension.column()));
    from(Tables.HOURLY_CONTEXTS, days);
    where(period, days);
  }

  private void groups() {
    for (int i = 0; i < query.breakdown().size(); i++) {
      sql.text(", ");
      FieldSql.text(sql, query.breakdown().get(i));
      sql.text(" AS value_" + i);
    }
  }

  /**
   * Writes the columns of a series.
   *
   * @param dimension the dimension of its rows, where there are rows of others
   */
  private void series(int i, Optional<String> dimension) {
    sql.text(",\n        coalesce(");
    dimension.ifPresent(column -> sql.text("dimension = ").value(column).text(" AND "));
    query.series().get(i).events().condition(sql);
    sql.text(", FALSE) AS matches_" + i + ", events AS events_" + i);
  }

  private void from(Table table, SortedSet<LocalDate> days) {
    sql.text("\n        FROM ")
        .text(sql.scope().names().table(table, days.first(), days.last()))
        .text("\n        WHERE project_id = ")
        .value(sql.scope().projectId());
  }

  private void where(Period period, SortedSet<LocalDate> days) {
    sql.text("\n      )\n      WHERE ");
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
    from(Tables.USER_DAYS, days);
    sql.text(" AND ");
    DayRange.condition(sql, "event_date", DayRange.of(days));
  }
}
