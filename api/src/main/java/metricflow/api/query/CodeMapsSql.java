package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.timeline.TimelineContexts;

/**
 * Subqueries that tell what a project's codes, or contexts, are to questions: one row of maps, and
 * {@code doubts}.
 */
final class CodeMapsSql {
  private final SqlStatement.Builder sql;

  CodeMapsSql(SqlStatement.Builder sql) {
    this.sql = sql;
  }

  /**
   * What they are to one question: columns {@code masks} and {@code groups}.
   *
   * @param suffix of the names of the columns, which tells questions apart
   * @param mask writes the mask of a row
   * @param group writes the name of its group
   */
  record Meaning(String suffix, Runnable mask, Optional<Runnable> group) {}

  /**
   * Codes, by rows with {@code event} and {@code page}. Without a group there is no {@code groups}.
   */
  void ofCodes(AskedPages pages, List<Meaning> meanings) {
    write(Tables.TIMELINE_CODES, ", page", meanings, () -> pages.doubts(sql));
  }

  /** Contexts, by rows with their columns. */
  void ofContexts(List<Meaning> meanings) {
    write(
        Tables.TIMELINE_CONTEXTS,
        "",
        meanings,
        () -> {
          for (Meaning meaning : meanings) {
            sql.text(
                meaning.group.isEmpty() ? "MAP() AS groups%s, ".formatted(meaning.suffix) : "");
          }
          sql.text("count_if(code >= %d) AS doubts".formatted(TimelineContexts.MAX_CODE));
        });
  }

  private void write(Table table, String columns, List<Meaning> meanings, Runnable more) {
    sql.text("(\n    SELECT ");
    String map =
        "coalesce(map_agg(code, %1$s%3$s) FILTER (WHERE mask%3$s <> 0), MAP()) AS %2$s%3$s,\n      ";
    for (Meaning meaning : meanings) {
      sql.text(map.formatted("mask", "masks", meaning.suffix));
      if (meaning.group.isPresent()) {
        sql.text(map.formatted("event_group", "groups", meaning.suffix));
      }
    }
    more.run();
    sql.text("\n    FROM (\n      SELECT CAST(code AS bigint) AS code" + columns);
    for (Meaning meaning : meanings) {
      sql.text(",\n        CAST(");
      meaning.mask.run();
      sql.text(" AS bigint) AS mask" + meaning.suffix);
      meaning.group.ifPresent(group -> {
        sql.text(",\n        ");
        group.run();
        sql.text(" AS event_group" + meaning.suffix);
      });
    }
    sql.text("\n      FROM ")
        .text(sql.scope().names().table(table))
        .text(" WHERE project_id = ")
        .value(sql.scope().projectId())
        .text("\n    )\n  )");
  }
}
