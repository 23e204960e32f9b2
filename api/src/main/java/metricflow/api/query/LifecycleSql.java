package metricflow.api.query;

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
   * @param source if it is not events alone, the last column is {@code doubts}, and there may be a
   *     row with that alone
   */
  SqlStatement compile(int projectId, Lifecycle query, ActivitySource source, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    long last = query.interval().labels(query.period()).size() - 1L;
    activity.count(
        sql,
        Activity.of(query),
        source,
        AlikeSql::lifecycle,
        () -> sql.text(STATES).text(" ").value(last).text(" GROUP BY 1, 2"));
    return sql.text("\nORDER BY 1, 2").build();
  }

  /** What a person is in each interval of theirs, and in the one after it if that is not theirs. */
  private static final String STATES =
      """
      SELECT s.interval_number, s.state, sum(persons) AS persons
      FROM activity
      CROSS JOIN UNNEST(intervals_0) AS i (n)
      CROSS JOIN UNNEST(
        ARRAY[i.n, i.n + 1],
        ARRAY[
          CASE
            WHEN i.n = array_min(intervals_0) THEN 'new'
            WHEN contains(intervals_0, i.n - 1) THEN 'returning'
            ELSE 'resurrecting'
          END,
          IF(contains(intervals_0, i.n + 1), NULL, 'dormant')]) AS s (interval_number, state)
      WHERE s.state IS NOT NULL AND s.interval_number BETWEEN 0 AND\
      """;

  /** The numbers of intervals; as {@link #compile(int, Lifecycle, ActivitySource, RolledDays)}. */
  SqlStatement compile(int projectId, Stickiness query, ActivitySource source, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.count(
        sql, Activity.of(query), source, AlikeSql::stickiness, () -> sql.text(FREQUENCIES));
    return sql.text("\nORDER BY 1").build();
  }

  private static final String FREQUENCIES =
      """
      SELECT cardinality(intervals_0) AS intervals_active, sum(persons) AS persons
      FROM activity
      WHERE cardinality(intervals_0) > 0
      GROUP BY 1\
      """;
}
