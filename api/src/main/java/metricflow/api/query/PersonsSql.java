package metricflow.api.query;

import metricflow.table.Tables;

/**
 * {@link Persons} as SQL: rows {@code person_id}, {@code first_seen}, {@code last_seen}, {@code
 * events} and {@code value_i} for each field; one more than the limit when there are more.
 */
final class PersonsSql {
  private final LakeNames names;
  private final PersonSql persons;

  PersonsSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  SqlStatement compile(int projectId, Persons query, RolledDays rolled) {
    SqlStatement.Builder sql =
        new SqlStatement.Builder(new LakeScope(names, projectId, rolled)).text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\nmatched AS (\n  SELECT distinct_id, " + EventIdSql.COLUMN + ", event_time, ")
        .text(LatestSql.SEQUENCE);
    LatestSql.values(sql, query.fields());
    sql.text("\n  FROM ")
        .text(names.table(Tables.EVENTS, query.period().firstUtcDay(), query.period().lastUtcDay()))
        .text("\n  WHERE project_id = ");
    sql.value(projectId).text(" AND ");
    query.period().condition(sql);
    sql.text("\n    AND ");
    query.events().condition(sql);
    sql.text("\n),\nseen AS (\n  SELECT ")
        .text(PersonSql.person("e"))
        .text(" AS person_id, min(e.event_time) AS first_seen, max(e.event_time) AS last_seen,")
        .text("\n    count(DISTINCT e.event_id) AS events");
    LatestSql.latest(sql, query.fields());
    sql.text("\n  FROM matched e\n").text(PersonSql.joins("e")).text("  GROUP BY 1\n");
    search(sql, query);
    sql.text(")\nSELECT * FROM seen\n");
    query
        .after()
        .ifPresent(after -> {
          sql.text("WHERE last_seen < ").instant(after.time());
          sql.text(" OR last_seen = ").instant(after.time());
          sql.text(" AND person_id > ").value(after.id()).text("\n");
        });
    return sql.text("ORDER BY last_seen DESC, person_id LIMIT ")
        .text(Integer.toString(query.limit() + 1))
        .build();
  }

  private static void search(SqlStatement.Builder sql, Persons query) {
    query
        .search()
        .ifPresent(part -> {
          sql.text("  HAVING bool_or(");
          contains(sql, "e.distinct_id", part);
          sql.text(" OR ");
          contains(sql, PersonSql.person("e"), part);
          sql.text(")\n");
        });
  }

  private static void contains(SqlStatement.Builder sql, String text, String part) {
    sql.text("strpos(lower(").text(text).text("), lower(").value(part).text(")) > 0");
  }
}
