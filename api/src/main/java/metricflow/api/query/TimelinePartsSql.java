package metricflow.api.query;

import java.util.List;
import metricflow.table.Tables;
import metricflow.timeline.TimelineBlockWriter;

/**
 * What aggregates over {@code timeline_blocks} are given, as SQL: queries for rows of {@code part}
 * and {@code doubts}, the parts of UNION ALL.
 */
final class TimelinePartsSql {
  /** What questions are given in the place of codes and persons where they need none. */
  static final String NO_CODES = "MAP(), MAP()";

  private static final String BUCKETS =
      """
      , bucket) AS part, 0 AS doubts
          FROM UNNEST(sequence(0, %d)) AS buckets(bucket)
      """
          .formatted(TimelineBlockWriter.BUCKETS - 1);

  private final SqlStatement.Builder sql;

  TimelinePartsSql(SqlStatement.Builder sql) {
    this.sql = sql;
  }

  /**
   * Writes what matters of the blocks of some days, with {@code UNION ALL} after it.
   *
   * @param question the common table of {@link TimelineQuestionSql}
   * @param contexts whether contexts are looked at
   */
  void blocks(String question, List<DayRange> days, boolean contexts) {
    sql.text("    SELECT parts.part, q.doubts\n    FROM ")
        .text(sql.scope().names().table(Tables.TIMELINE_BLOCKS))
        .text(
            """
             b CROSS JOIN %s q
                CROSS JOIN UNNEST(timeline_parts(q.question, b.block%s)) AS parts(part)
                WHERE b.project_id =\
            """
                .formatted(question, contexts ? ", b.contexts" : ""))
        .text(" ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "b.event_date", days);
    sql.text("\n    UNION ALL\n");
  }

  /**
   * Writes the question for each bucket. Those who count are told what codes are by the parts; so
   * this needs nothing of the lake.
   *
   * @param question writes it, made without codes and persons
   */
  void questions(Runnable question) {
    sql.text("    SELECT question_part(");
    question.run();
    sql.text(BUCKETS);
  }
}
