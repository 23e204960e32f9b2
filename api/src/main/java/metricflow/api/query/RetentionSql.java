package metricflow.api.query;

/**
 * {@link Retention} as SQL: rows {@code cohort} (number of its interval), {@code offset_number} (0
 * for the cohort itself, else intervals later) and {@code persons}. With {@code onOrAfter} a person
 * is in the row of the last offset only.
 */
final class RetentionSql {
  private final LakeNames names;
  private final ActivitySql activity;

  RetentionSql(LakeNames names) {
    this.names = names;
    this.activity = new ActivitySql(names);
  }

  /**
   * The cohorts.
   *
   * @param source if it is not events alone, the last column is {@code doubts}, and there may be a
   *     row with that alone
   */
  SqlStatement compile(int projectId, Retention query, ActivitySource source, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.count(
        sql,
        Activity.of(query),
        source,
        alike -> alike.retention(query),
        () -> sql.text(cohorts(query)));
    return sql.text("\nORDER BY 1, 2").build();
  }

  private static String cohorts(Retention query) {
    return """
    SELECT s.cohort, o.offset_number, sum(persons) AS persons
    FROM activity
    CROSS JOIN UNNEST(%s) AS s (cohort)
    CROSS JOIN UNNEST(concat(ARRAY[BIGINT '0'],
      transform(filter(%s, r -> r > s.cohort), r -> r - s.cohort))) AS o (offset_number)
    GROUP BY 1, 2\
    """
        .formatted(
            query.firstTime()
                ? "filter(ARRAY[array_min(intervals_0)], first -> first >= 0)"
                : "intervals_0",
            query.onOrAfter() ? "ARRAY[array_max(intervals_1)]" : "intervals_1");
  }
}
