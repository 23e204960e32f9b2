package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;

/**
 * {@link Lifecycle} as SQL: rows {@code interval_number}, {@code state} and {@code persons}; and
 * {@link Stickiness}: rows {@code intervals_active} and {@code persons}.
 */
final class LifecycleSql {
  private final LakeNames names;
  private final ActivitySql activity;

  LifecycleSql(LakeNames names) {
    this.names = names;
    this.activity = new ActivitySql(names);
  }

  /**
   * The states.
   *
   * @param rolledDays days to read from rollups; if any, the last column is {@code doubts}, as
   *     {@link ActivitySql#result} says
   */
  SqlStatement compile(
      int projectId, Lifecycle query, SortedSet<LocalDate> rolledDays, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(sql, Activity.of(query), rolledDays);
    sql.text(STATES);
    long last = query.interval().labels(query.period()).size() - 1L;
    ActivitySql.result(
        sql,
        rolledDays,
        () ->
            sql.text(
                    """
                    SELECT interval_number, state, count(*) AS persons FROM states
                    WHERE interval_number BETWEEN 0 AND\
                    """)
                .text(" ")
                .value(last)
                .text(" GROUP BY 1, 2"));
    return sql.text("\nORDER BY 1, 2").build();
  }

  private static final String STATES =
      """
      ,
      neighbours AS (
        SELECT interval_number,
          lag(interval_number) OVER (PARTITION BY person_id ORDER BY interval_number) AS before,
          lead(interval_number) OVER (PARTITION BY person_id ORDER BY interval_number) AS after
        FROM activity WHERE matches_0
      ),
      states AS (
        SELECT interval_number, CASE
          WHEN before IS NULL THEN 'new'
          WHEN before = interval_number - 1 THEN 'returning'
          ELSE 'resurrecting' END AS state
        FROM neighbours
        UNION ALL
        SELECT interval_number + 1, 'dormant' FROM neighbours
        WHERE after IS NULL OR after > interval_number + 1
      )
      """;

  /** The numbers of intervals; as {@link #compile(int, Lifecycle, SortedSet, RolledDays)}. */
  SqlStatement compile(
      int projectId, Stickiness query, SortedSet<LocalDate> rolledDays, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(sql, Activity.of(query), rolledDays);
    sql.text("\n");
    ActivitySql.result(
        sql,
        rolledDays,
        () ->
            sql.text(
                """
                SELECT intervals_active, count(*) AS persons
                FROM (
                  SELECT person_id, count(*) AS intervals_active
                  FROM activity WHERE matches_0 GROUP BY person_id
                )
                GROUP BY 1\
                """));
    return sql.text("\nORDER BY 1").build();
  }
}
