package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.EventScan;
import metricflow.table.Tables;

/**
 * A condition on the person behind an event as SQL: that {@code distinct_id} is one of the ids of
 * the persons who meet it. The subquery stands alone, so it may be written into any condition on
 * rows that have a {@code distinct_id}; a {@code NOT} before it then means everybody else.
 */
public final class PersonConditionSql {
  private PersonConditionSql() {}

  /** Writes the condition, of the project and state of the lake that {@code sql} reads. */
  public static void condition(SqlStatement.Builder sql, Filter.OfPerson condition) {
    EventScan around = sql.scan();
    sql.reading(EventScan.PLAIN);
    PersonSql persons = new PersonSql(sql.scope().names());
    sql.text("distinct_id IN (\n  WITH ");
    persons.tables(sql, sql.scope().projectId(), sql.scope().rolled());
    sql.text(",\nmembers AS (\n");
    switch (condition) {
      case Filter.Did did -> did(sql, did);
      case Filter.FirstDid first -> firstDid(sql, first);
      case Filter.Has has -> has(sql, has.filter());
    }
    sql.text("\n),\n").text(PersonSql.KNOWN_AS).text(IDS_OF_MEMBERS).text(")");
    sql.reading(around);
  }

  private static final String IDS_OF_MEMBERS =
      """

      SELECT ids.id FROM members m
      LEFT JOIN (
        SELECT person_id, array_agg(distinct_id) AS ids FROM known_as GROUP BY person_id
      ) others ON others.person_id = m.person_id
      LEFT JOIN known_as itself ON itself.distinct_id = m.person_id
      CROSS JOIN UNNEST(
        IF(itself.distinct_id IS NULL, ARRAY[m.person_id], ARRAY[]) || coalesce(others.ids, ARRAY[])
      ) AS ids (id)
      """;

  private static void did(SqlStatement.Builder sql, Filter.Did did) {
    boolean once = did.isOnce();
    personsOf(
        sql, once ? "distinct_id" : "distinct_id, " + EventIdSql.COLUMN, did.events(), did.days());
    sql.text("  GROUP BY 1");
    if (!once) {
      // An event delivered twice counts once.
      sql.text("\n  HAVING count(DISTINCT e.event_id) BETWEEN ")
          .value(did.least())
          .text(" AND ")
          .value(did.most());
    }
  }

  private static void firstDid(SqlStatement.Builder sql, Filter.FirstDid first) {
    DayRange upToLast = new DayRange(null, first.days().last());
    personsOf(sql, "distinct_id, event_date", first.events(), upToLast);
    sql.text("  GROUP BY 1\n  HAVING ");
    first.days().condition(sql, "min(e.event_date)");
  }

  private static void personsOf(
      SqlStatement.Builder sql, String columns, EventSelector events, DayRange days) {
    sql.text("  SELECT ").text(PersonSql.person("e")).text(" AS person_id\n  FROM (\n    SELECT ");
    sql.text(columns);
    from(sql, days);
    sql.text(" AND ");
    days.condition(sql, "event_date");
    sql.text(" AND ");
    events.condition(sql);
    sql.text("\n  ) e\n").text(PersonSql.joins("e"));
  }

  private static void from(SqlStatement.Builder sql, DayRange days) {
    sql.text("\n    FROM ")
        .text(sql.scope().names().table(Tables.EVENTS, days.first(), days.last()))
        .text("\n    WHERE project_id = ")
        .value(sql.scope().projectId());
  }

  /** The latest value of each field stands in a column, about which the condition is then asked. */
  private static void has(SqlStatement.Builder sql, Filter filter) {
    List<Field> fields = new ArrayList<>();
    Filter aboutLatest =
        filter.withFields(field -> {
          if (!fields.contains(field)) {
            fields.add(field);
          }
          return new Field.Of("value_" + fields.indexOf(field));
        });
    sql.text("  SELECT person_id FROM (\n    SELECT ")
        .text(PersonSql.person("e"))
        .text(" AS person_id");
    LatestSql.latest(sql, fields);
    sql.text("\n    FROM (\n    SELECT distinct_id, event_time, ").text(LatestSql.SEQUENCE);
    LatestSql.values(sql, fields);
    from(sql, new DayRange(null, null));
    sql.text("\n    ) e\n").text(PersonSql.joins("e"));
    if (!filter.mayHoldWithoutValues()) {
      // Few events tell what a person is; of the others neither id nor person matters.
      sql.text("    WHERE ")
          .text(
              IntStream.range(0, fields.size())
                  .mapToObj("e.value_%d IS NOT NULL"::formatted)
                  .collect(Collectors.joining(" OR ")))
          .text("\n");
    }
    sql.text("    GROUP BY 1\n  ) WHERE ");
    FilterSql.condition(sql, aboutLatest);
  }
}
