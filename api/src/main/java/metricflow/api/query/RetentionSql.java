package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;

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
   * @param rolledDays days to read from rollups; if any, the last column is {@code doubts}, as
   *     {@link ActivitySql#result} says
   */
  SqlStatement compile(
      int projectId, Retention query, SortedSet<LocalDate> rolledDays, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    activity.tables(sql, Activity.of(query), rolledDays);
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
        .text(")\n");
    ActivitySql.result(sql, rolledDays, () -> sql.text(COHORTS));
    return sql.text("\nORDER BY 1, 2").build();
  }

  private static final String COHORTS =
      """
      SELECT cohort, BIGINT '0' AS offset_number, count(*) AS persons FROM starts GROUP BY 1, 2
      UNION ALL
      SELECT cohort, offset_number, count(*) AS persons FROM came_back GROUP BY 1, 2\
      """;

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
