package metricflow.api.query;

import java.util.List;

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

  SqlStatement compile(int projectId, Lifecycle query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(
        sql, projectId, query.period(), query.interval(), true, List.of(query.events()), rolled);
    long last = query.interval().labels(query.period()).size() - 1L;
    sql.text(
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
            SELECT interval_number, state, count(*) AS persons FROM states
            WHERE interval_number BETWEEN 0 AND\
            """)
        .text(" ")
        .value(last)
        .text(" GROUP BY 1, 2 ORDER BY 1, 2");
    return sql.build();
  }

  SqlStatement compile(int projectId, Stickiness query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(
        sql, projectId, query.period(), query.interval(), false, List.of(query.events()), rolled);
    return sql.text(
            """

            SELECT intervals_active, count(*) AS persons
            FROM (
              SELECT person_id, count(*) AS intervals_active
              FROM activity WHERE matches_0 GROUP BY person_id
            )
            GROUP BY 1 ORDER BY 1\
            """)
        .build();
  }
}
