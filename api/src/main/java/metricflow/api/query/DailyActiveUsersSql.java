package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import metricflow.event.Dimension;
import metricflow.table.Tables;

/**
 * Daily active users as SQL: days rolled up from {@code daily_metrics}, the others from events.
 *
 * <p>Columns: {@code event_date}, {@code users}; broken down also {@code value}, {@code value_rank}
 * (0 for the whole project, else 1 for the value with most users over all days, and so on up to the
 * limit) and {@code value_count} (how many values there are).
 */
final class DailyActiveUsersSql {
  private final LakeNames names;
  private final PersonSql persons;

  DailyActiveUsersSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  SqlStatement compile(int projectId, DailyActiveUsers query, RolledDays rolled) {
    SortedSet<LocalDate> rolledDays = rolled.within(query);
    SortedSet<LocalDate> rawDays = rolled.missingFrom(query);
    SqlStatement.Builder sql =
        new SqlStatement.Builder(new LakeScope(names, projectId, rolled)).text("WITH ");
    if (!rawDays.isEmpty()) {
      persons.tables(sql, projectId, rolled);
      sql.text(",\n");
      rawUsers(sql, projectId, query, DayRange.of(rawDays));
      sql.text(",\n");
    }
    sql.text("daily AS (\n");
    if (!rawDays.isEmpty()) {
      countRaw(sql, query);
    }
    if (!rawDays.isEmpty() && !rolledDays.isEmpty()) {
      sql.text("  UNION ALL\n");
    }
    if (!rolledDays.isEmpty()) {
      rolledUsers(sql, projectId, query, DayRange.of(rolledDays));
    }
    sql.text(")\n");
    result(sql, query);
    return sql.build();
  }

  private void rawUsers(
      SqlStatement.Builder sql, int projectId, DailyActiveUsers query, List<DayRange> days) {
    String value = query.dimension().map(d -> d.column() + " AS value, ").orElse("");
    sql.text("visits AS (\n  SELECT DISTINCT event_date, ")
        .text(value)
        .text("distinct_id FROM ")
        .text(names.table(Tables.EVENTS, query.from(), query.to()))
        .text("\n  WHERE project_id = ")
        .value(projectId)
        .text(" AND ");
    DayRange.condition(sql, "event_date", days);
    sql.text("\n),\nraw_users AS (\n  SELECT v.event_date, ")
        .text(query.dimension().isPresent() ? "v.value, " : "")
        .text(PersonSql.person("v"))
        .text(" AS person_id\n  FROM visits v\n")
        .text(PersonSql.joins("v"))
        .text(")");
  }

  private static void countRaw(SqlStatement.Builder sql, DailyActiveUsers query) {
    if (query.dimension().isEmpty()) {
      sql.text("  SELECT event_date, count(DISTINCT person_id) AS users\n")
          .text("  FROM raw_users GROUP BY event_date\n");
      return;
    }
    sql.text("  SELECT event_date, grouping(value) = 1 AS whole, value,")
        .text(" count(DISTINCT person_id) AS users\n")
        .text("  FROM raw_users GROUP BY GROUPING SETS ((event_date), (event_date, value))\n");
  }

  private void rolledUsers(
      SqlStatement.Builder sql, int projectId, DailyActiveUsers query, List<DayRange> days) {
    List<String> dimensions =
        query
            .dimension()
            .map(Dimension::column)
            .map(column -> List.of(Tables.TOTAL, column))
            .orElse(List.of(Tables.TOTAL));
    sql.text("  SELECT event_date, ");
    if (query.dimension().isPresent()) {
      sql.text("dimension = ").value(Tables.TOTAL).text(" AS whole, value, ");
    }
    sql.text("persons AS users FROM ")
        .text(names.table(Tables.DAILY_METRICS))
        .text("\n  WHERE project_id = ")
        .value(projectId)
        .text(" AND dimension IN (")
        .values(dimensions)
        .text(") AND ");
    DayRange.condition(sql, "event_date", days);
    sql.text("\n");
  }

  private static void result(SqlStatement.Builder sql, DailyActiveUsers query) {
    if (query.dimension().isEmpty()) {
      sql.text("SELECT event_date, users FROM daily ORDER BY event_date");
      return;
    }
    sql.text(
            """
            SELECT event_date, users, value, value_rank, value_count
            FROM (
              SELECT *, max(value_rank) OVER () AS value_count
              FROM (
                SELECT *, IF(whole, 0, dense_rank() OVER (
                  PARTITION BY whole ORDER BY value_users DESC, value)) AS value_rank
                FROM (
                  SELECT *, sum(users) OVER (PARTITION BY whole, value) AS value_users FROM daily
                )
              )
            )
            WHERE value_rank <=\
            """)
        .text(" ")
        .value(query.limit())
        .text(" ORDER BY event_date, value_rank");
  }
}
