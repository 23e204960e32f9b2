package metricflow.api.query;

import java.util.function.Consumer;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.timeline.TimelineContexts;

/**
 * A common table of statements over {@code timeline_blocks}, one row with {@code question} and
 * {@code doubts}: what is asked, in codes in the place of names, pages and contexts. The conditions
 * are met by what the codes stand for.
 */
final class TimelineQuestionSql {
  /** What the table of the question itself is called. */
  static final String TABLE = "question";

  private final SqlStatement.Builder sql;
  private final String name;

  /** Writes a table with that name. */
  TimelineQuestionSql(SqlStatement.Builder sql, String name) {
    this.sql = sql;
    this.name = name;
  }

  /**
   * What contexts and groups are to a question.
   *
   * @param contexts whether contexts are looked at
   * @param filter which contexts count; any unless they are looked at
   * @param groups in which groups events are counted
   * @param pages what is asked of pages beside groups
   */
  record Reading(boolean contexts, Filter filter, TimelineGroups groups, AskedPages pages) {
    /** Whether groups follow from codes, being names or pages. */
    boolean groupsOfCodes() {
      return !contexts && groups.areAny();
    }
  }

  /**
   * Writes the table, after {@link TimelineSql#MOVED}.
   *
   * @param function writes the call that makes the question, with what codes and persons it is
   *     given
   * @param codeMask writes the mask of an event with the columns {@code event} and {@code page}
   * @param contextMask writes which bits of it an event keeps that has the columns of a context
   */
  void write(Reading reading, Consumer<String> function, Runnable codeMask, Runnable contextMask) {
    sql.text(name + " AS (\n  SELECT ");
    sql.text(reading.contexts() ? "in_contexts(" : reading.groupsOfCodes() ? "in_groups(" : "");
    function.accept("codes.masks, moved.persons");
    if (reading.contexts()) {
      sql.text(", contexts.masks, contexts.groups)");
    } else if (reading.groupsOfCodes()) {
      sql.text(", codes.groups)");
    }
    sql.text(" AS question, codes.doubts + moved.doubts")
        .text(reading.contexts() ? " + contexts.doubts" : "")
        .text(" AS doubts\n  FROM moved CROSS JOIN (\n");
    AskedPages pages = reading.pages.and(reading.groups.fields());
    maps(() -> pages.doubts(sql), reading.groupsOfCodes());
    sql.text("    FROM (\n      SELECT CAST(code AS bigint) AS code, page, CAST(");
    codeMask.run();
    sql.text(" AS bigint) AS mask");
    if (reading.groupsOfCodes()) {
      group(reading);
    }
    from(Tables.TIMELINE_CODES);
    sql.text("\n    )\n  ) codes");
    if (reading.contexts()) {
      contexts(reading, contextMask);
    }
    sql.text("\n)");
  }

  /**
   * Writes the table of a question about contexts alone, after {@link TimelineSql#MOVED}.
   *
   * @param function writes the call that makes the question
   * @param mask writes the mask of an event with the columns of a context
   * @param group writes the name of its group
   */
  void ofContexts(Runnable function, Runnable mask, Runnable group) {
    sql.text(name + " AS (\n  SELECT in_contexts(");
    function.run();
    sql.text(", contexts.masks, contexts.groups) AS question,")
        .text(" moved.doubts + contexts.doubts AS doubts\n  FROM moved CROSS JOIN (\n");
    maps(this::fullContexts, true);
    sql.text("    FROM (\n      SELECT CAST(code AS bigint) AS code, CAST(");
    mask.run();
    sql.text(" AS bigint) AS mask, ");
    group.run();
    sql.text(" AS event_group");
    from(Tables.TIMELINE_CONTEXTS);
    sql.text("\n    )\n  ) contexts\n)");
  }

  private void fullContexts() {
    sql.text("count_if(code >= %d) AS doubts".formatted(TimelineContexts.MAX_CODE));
  }

  private void contexts(Reading reading, Runnable mask) {
    sql.text(" CROSS JOIN (\n");
    maps(this::fullContexts, reading.groups().areAny());
    sql.text(!reading.groups().areAny() ? "      , MAP() AS groups\n" : "");
    sql.text("    FROM (\n      SELECT CAST(code AS bigint) AS code, CAST(IF(");
    FilterSql.condition(sql, reading.filter());
    sql.text(", ");
    mask.run();
    sql.text(", 0) AS bigint) AS mask");
    if (reading.groups().areAny()) {
      group(reading);
    }
    from(Tables.TIMELINE_CONTEXTS);
    sql.text("\n    )\n  ) contexts");
  }

  private void maps(Runnable doubts, boolean groups) {
    String map = "coalesce(map_agg(code, %s) FILTER (WHERE mask <> 0), MAP()) AS %s";
    sql.text("    SELECT " + map.formatted("mask", "masks") + ",\n")
        .text(groups ? "      " + map.formatted("event_group", "groups") + ",\n" : "")
        .text("      ");
    doubts.run();
    sql.text("\n");
  }

  private void group(Reading reading) {
    sql.text(",\n        ");
    reading.groups().write(sql);
    sql.text(" AS event_group");
  }

  private void from(Table table) {
    sql.text("\n      FROM ")
        .text(sql.scope().names().table(table))
        .text(" WHERE project_id = ")
        .value(sql.scope().projectId());
  }
}
