package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;
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
  private final MetPersonsSql met;

  TimelinePartsSql(SqlStatement.Builder sql, MetPersonsSql met) {
    this.sql = sql;
    this.met = met;
  }

  /**
   * Writes what there is for a question of {@link TimelineQuestionSql}: what matters of the blocks
   * of some days, the question for each bucket, and what events say of persons. Those who count are
   * told what codes are by the parts, so a bucket's question needs nothing of the lake.
   *
   * @param contexts whether contexts are looked at
   * @param question writes the question, made without codes and persons
   */
  void write(SortedSet<LocalDate> days, boolean contexts, Runnable question) {
    blocks(days, contexts);
    sql.text("    UNION ALL\n    SELECT question_part(");
    met.ofBuckets(question);
    sql.text(BUCKETS);
    met.events();
  }

  private void blocks(SortedSet<LocalDate> days, boolean contexts) {
    SortedSet<LocalDate> ofPersons = met.days();
    SortedSet<LocalDate> all = new TreeSet<>(days);
    all.addAll(ofPersons);
    boolean runs = contexts || met.looksAtContexts();
    sql.text("    SELECT parts.part, q.doubts\n    FROM ")
        .text(sql.scope().names().table(Tables.TIMELINE_BLOCKS))
        .text(" b CROSS JOIN question q\n    CROSS JOIN UNNEST(timeline_parts(q.question, b.block")
        .text(runs ? ", b.contexts" : ofPersons.isEmpty() ? "" : ", NULL");
    if (!ofPersons.isEmpty()) {
      sql.text(",\n      ");
      met.asked(days, all);
    }
    sql.text(")) AS parts(part)\n    WHERE b.project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "b.event_date", DayRange.of(all));
    sql.text("\n");
  }
}
