package metricflow.api.schema;

import java.time.LocalDate;
import java.util.Optional;
import metricflow.api.query.LakeNames;
import metricflow.api.query.LakeScope;
import metricflow.api.query.RolledDays;
import metricflow.api.query.SqlStatement;
import metricflow.table.Tables;

/** What a project's events of some days look like, as SQL. */
final class SchemaSql {
  /** Most names an answer has. */
  static final int MAX_NAMES = 1_000;

  /** Most rows of properties, one for each name and type; one more tells that there are more. */
  static final int MAX_PROPERTY_ROWS = 2 * MAX_NAMES;

  private static final int EXAMPLES = 5;
  private static final int EXAMPLES_FOLLOWED = 100;
  private static final int EXAMPLE_LENGTH = 100;

  /** A text that is a day, or a day and a time. */
  private static final String DATE =
      "^\"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})?)?\"$";

  private final LakeNames names;

  SchemaSql(LakeNames names) {
    this.names = names;
  }

  /** The days asked about, both included, and whose. */
  record Days(int projectId, LocalDate from, LocalDate to) {}

  /** Columns: name, number, first and last time. */
  SqlStatement events(Days days) {
    SqlStatement.Builder sql =
        new SqlStatement.Builder(scope(days))
            .text("SELECT event, count(*) AS events, min(event_time), max(event_time)\nFROM ")
            .text(names.table(Tables.EVENTS));
    where(sql, days, Optional.empty());
    return sql.text("\nGROUP BY event ORDER BY events DESC, event LIMIT ")
        .value(MAX_NAMES + 1)
        .build();
  }

  /** Columns: name, type, number, last time, examples as a JSON array. */
  SqlStatement properties(Days days, Optional<String> event) {
    SqlStatement.Builder sql =
        new SqlStatement.Builder(scope(days))
            .text("SELECT name, type, count(*) AS events, max(event_time),\n  json_format(CAST(")
            .text("map_keys(approx_most_frequent(" + EXAMPLES + ", substr(example, 1, ")
            .text(EXAMPLE_LENGTH + "), " + EXAMPLES_FOLLOWED + ")) AS json)) AS examples\n")
            .text("FROM (\n  SELECT name, event_time,\n    CASE")
            .text(" WHEN substr(value, 1, 1) = '{' THEN 'object'")
            .text(" WHEN substr(value, 1, 1) = '[' THEN 'list'")
            .text(" WHEN value IN ('true', 'false') THEN 'boolean'")
            .text(" WHEN substr(value, 1, 1) <> '\"' THEN 'number'")
            .text(" WHEN regexp_like(value, ")
            .value(DATE)
            .text(") THEN 'date' ELSE 'text' END AS type,\n")
            .text("    coalesce(json_extract_scalar(value, '$'), value) AS example\n  FROM (\n");
    members(sql, "properties", days, event);
    sql.text("\n    UNION ALL\n");
    members(sql, "user_properties", days, event);
    return sql.text("\n  ) WHERE value <> 'null'\n)\n")
        .text("GROUP BY name, type ORDER BY events DESC, name, type LIMIT ")
        .value(MAX_PROPERTY_ROWS + 1)
        .build();
  }

  /** Each member of a JSON column: {@code name}, {@code value} as JSON text, {@code event_time}. */
  private void members(SqlStatement.Builder sql, String column, Days days, Optional<String> event) {
    sql.text("    SELECT '" + column + ".' || member AS name, json_format(content) AS value,")
        .text(" event_time\n    FROM (\n      SELECT event_time, try(CAST(json_parse(")
        .text(column)
        .text(") AS map(varchar, json))) AS members FROM ")
        .text(names.table(Tables.EVENTS));
    where(sql, days, event);
    sql.text(" AND " + column + " IS NOT NULL")
        .text("\n    ) CROSS JOIN UNNEST(members) AS pairs (member, content)");
  }

  private LakeScope scope(Days days) {
    return new LakeScope(names, days.projectId(), RolledDays.NONE);
  }

  private static void where(SqlStatement.Builder sql, Days days, Optional<String> event) {
    sql.text("\nWHERE project_id = ")
        .value(days.projectId())
        .text(" AND event_date BETWEEN ")
        .value(days.from())
        .text(" AND ")
        .value(days.to());
    event.ifPresent(name -> sql.text(" AND event = ").value(name));
  }
}
