package metricflow.api.query;

import java.util.List;

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

  SqlStatement compile(int projectId, Retention query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(
        sql,
        projectId,
        query.period(),
        query.interval(),
        query.firstTime(),
        List.of(query.start(), query.returning()),
        rolled);
    sql.text(",\nstarts AS (\n")
        .text(query.firstTime() ? FIRST_START : EVERY_START)
        .text(
            """
            ),
            returns AS (
              SELECT DISTINCT person_id, interval_number
              FROM activity WHERE matches_1 AND interval_number >= 0
            ),
            came_back AS (
            """)
        .text(query.onOrAfter() ? LAST_RETURN : EVERY_RETURN)
        .text(
            """
            )
            SELECT cohort, BIGINT '0' AS offset_number, count(*) AS persons FROM starts GROUP BY 1, 2
            UNION ALL
            SELECT cohort, offset_number, count(*) AS persons FROM came_back GROUP BY 1, 2
            ORDER BY 1, 2\
            """);
    return sql.build();
  }

  private static final String EVERY_START =
      """
        SELECT DISTINCT person_id, interval_number AS cohort FROM activity WHERE matches_0
      """;

  private static final String FIRST_START =
      """
        SELECT person_id, min(interval_number) AS cohort FROM activity WHERE matches_0
        GROUP BY person_id HAVING min(interval_number) >= 0
      """;

  private static final String EVERY_RETURN =
      """
        SELECT s.cohort, r.interval_number - s.cohort AS offset_number
        FROM starts s
        JOIN returns r ON r.person_id = s.person_id AND r.interval_number > s.cohort
      """;

  private static final String LAST_RETURN =
      """
        SELECT s.cohort, max(r.interval_number) - s.cohort AS offset_number
        FROM starts s
        JOIN returns r ON r.person_id = s.person_id AND r.interval_number > s.cohort
        GROUP BY s.person_id, s.cohort
      """;
}
