package metricflow.api.query;

import java.util.List;
import metricflow.table.Tables;

/** {@link Person} as SQL: first the ids of the person, then what its events tell. */
final class ProfileSql {
  /** Most ids of one person. */
  static final int MAX_IDS = 1_000;

  /** Most user properties told. */
  static final int MAX_PROPERTIES = 200;

  /** The columns whose latest values a profile tells, in order. */
  static final List<String> LATEST = List.of("country", "device", "browser", "os");

  /** The columns a timeline tells of each event, after id, time and sequence; in order. */
  static final List<String> OF_EVENT =
      List.of(
          "event",
          "distinct_id",
          "session_id",
          "host",
          "page",
          "referrer",
          "country",
          "device",
          "browser",
          "os",
          "properties");

  private final LakeScope scope;

  ProfileSql(LakeScope scope) {
    this.scope = scope;
  }

  /**
   * Rows {@code person_id}, {@code distinct_id} (another id of it, or NULL) and {@code moved}:
   * whether the person's own id belongs to somebody else by now.
   */
  SqlStatement ids(Person query) {
    SqlStatement.Builder sql = new SqlStatement.Builder(scope).text("WITH ");
    new PersonSql(scope.names()).tables(sql, scope.projectId(), scope.rolled());
    return sql.text(",\n")
        .text(PersonSql.KNOWN_AS)
        .text(",\nwanted AS (\n  SELECT ")
        .text(PersonSql.person("w"))
        .text(" AS person_id\n  FROM (VALUES ")
        .value(query.id())
        .text(") AS w (distinct_id)\n")
        .text(PersonSql.joins("w"))
        .text(")\nSELECT w.person_id, a.distinct_id, itself.person_id <> w.person_id AS moved\n")
        .text("FROM wanted w\nLEFT JOIN known_as a ON a.person_id = w.person_id\n")
        .text("LEFT JOIN known_as itself ON itself.distinct_id = w.person_id\n")
        .text("ORDER BY 2 LIMIT ")
        .text(Integer.toString(MAX_IDS + 1))
        .build();
  }

  /** One row: {@code first_seen}, {@code last_seen}, {@code events}, then {@link #LATEST}. */
  SqlStatement profile(Person query, List<String> ids) {
    SqlStatement.Builder sql = new SqlStatement.Builder(scope);
    sql.text("SELECT min(e.event_time) AS first_seen, max(e.event_time) AS last_seen,\n")
        .text("  count(DISTINCT e.event_id) AS events");
    for (String column : LATEST) {
      sql.text(",\n  ").text(LatestSql.latest(column)).text(" AS ").text(column);
    }
    sql.text("\nFROM (\n  SELECT " + EventIdSql.COLUMN + ", event_time, ")
        .text(LatestSql.SEQUENCE)
        .text(", ")
        .text(String.join(", ", LATEST));
    from(sql, query, ids);
    return sql.text("\n) e").build();
  }

  /** Rows {@code name} and {@code value}, JSON text: the latest of each user property. */
  SqlStatement properties(Person query, List<String> ids) {
    SqlStatement.Builder sql = new SqlStatement.Builder(scope);
    sql.text("SELECT name, max_by(json_format(value), ")
        .text(LatestSql.order("json_format(value)"))
        .text(") AS value\nFROM (\n  SELECT event_time, " + LatestSql.SEQUENCE)
        .text(", user_properties");
    from(sql, query, ids);
    return sql.text(" AND user_properties IS NOT NULL\n) e\n")
        .text("CROSS JOIN UNNEST(try(CAST(json_parse(e.user_properties) AS map(varchar, json))))")
        .text(" AS members (name, value)\n")
        .text("WHERE json_format(value) <> 'null'\nGROUP BY name ORDER BY name LIMIT ")
        .text(Integer.toString(MAX_PROPERTIES))
        .build();
  }

  /**
   * Rows {@code event_id}, {@code event_time}, {@code sequence} and {@link #OF_EVENT}, newest
   * first; one more than the limit when there are more.
   */
  SqlStatement timeline(Person query, List<String> ids) {
    SqlStatement.Builder sql = new SqlStatement.Builder(scope);
    sql.text("SELECT CAST(CAST(e.event_id AS uuid) AS varchar) AS event_id,\n")
        .text("  arbitrary(e.event_time) AS event_time, arbitrary(e.sequence) AS sequence");
    OF_EVENT.forEach(column -> sql.text(",\n  arbitrary(e.%1$s) AS %1$s".formatted(column)));
    sql.text("\nFROM (\n  SELECT " + EventIdSql.COLUMN + ", event_time, ")
        .text(LatestSql.SEQUENCE)
        .text(", ")
        .text(String.join(", ", OF_EVENT));
    from(sql, query, ids);
    sql.text(" AND ");
    query.events().condition(sql);
    sql.text("\n) e\n");
    query
        .after()
        .ifPresent(after ->
            sql.text("WHERE " + LatestSql.ORDER + " < ROW(")
                .instant(after.time())
                .text(", ")
                .value(after.sequence())
                .text(", CAST(CAST(")
                .value(after.id())
                .text(" AS uuid) AS varbinary))\n"));
    return sql.text("GROUP BY e.event_id\nORDER BY 2 DESC, 3 DESC, e.event_id DESC LIMIT ")
        .text(Integer.toString(query.limit() + 1))
        .build();
  }

  private void from(SqlStatement.Builder sql, Person query, List<String> ids) {
    sql.text("\n  FROM ")
        .text(scope.names().table(Tables.EVENTS, query.days().first(), query.days().last()))
        .text("\n  WHERE project_id = ")
        .value(scope.projectId())
        .text(" AND ");
    query.days().condition(sql, "event_date");
    sql.text(" AND distinct_id IN (").values(ids).text(")");
  }
}
