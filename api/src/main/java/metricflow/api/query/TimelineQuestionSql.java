package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;

/**
 * The common table {@code question} of statements over {@code timeline_blocks}, one row with {@code
 * question} and {@code doubts}: what is asked, in codes in the place of names, pages and contexts.
 * The conditions are met by what the codes stand for.
 */
final class TimelineQuestionSql {
  /** A query for the doubts there are about the question, and the conditions on persons in it. */
  static final String DOUBTS = "SELECT doubts FROM question";

  /**
   * Before rows {@code r}, and {@code ) r ON TRUE} after them: each with the doubts that a query
   * tells, which are there without rows too.
   */
  static final String ROWS_IN_DOUBT = "SELECT r.*, d.doubts\nFROM (%s) d(doubts) LEFT JOIN (\n";

  private final SqlStatement.Builder sql;

  TimelineQuestionSql(SqlStatement.Builder sql) {
    this.sql = sql;
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
   * @param met what is asked about persons
   * @param function writes the call that makes the question, with what codes and persons it is
   *     given
   * @param codeMask writes the mask of an event with the columns {@code event} and {@code page}
   * @param contextMask writes which bits of it an event keeps that has the columns of a context
   */
  void write(
      Reading reading,
      MetPersonsSql met,
      Consumer<String> function,
      Runnable codeMask,
      Runnable contextMask) {
    CodeMapsSql maps = new CodeMapsSql(sql);
    sql.text("question AS (\n  SELECT ");
    met.ofBlocks(() -> {
      sql.text(reading.contexts() ? "in_contexts(" : reading.groupsOfCodes() ? "in_groups(" : "");
      function.accept("codes.masks, moved.persons");
      sql.text(reading.contexts() ? ", contexts.masks, contexts.groups)" : "")
          .text(reading.groupsOfCodes() ? ", codes.groups)" : "");
    });
    sql.text(" AS question, codes.doubts + moved.doubts")
        .text(reading.contexts() ? " + contexts.doubts" : "")
        .text(met.doubts())
        .text(" AS doubts\n  FROM moved CROSS JOIN ");
    maps.ofCodes(
        reading.pages.and(reading.groups.fields()),
        List.of(new CodeMapsSql.Meaning("", codeMask, group(reading, reading.groupsOfCodes()))));
    sql.text(" codes");
    if (reading.contexts()) {
      sql.text(" CROSS JOIN ");
      Runnable mask =
          () -> {
            sql.text("IF(");
            FilterSql.condition(sql, reading.filter());
            sql.text(", ");
            contextMask.run();
            sql.text(", 0)");
          };
      maps.ofContexts(List.of(new CodeMapsSql.Meaning("", mask, group(reading, true))));
      sql.text(" contexts");
    }
    met.joins();
    sql.text("\n)");
  }

  private Optional<Runnable> group(Reading reading, boolean grouped) {
    return Optional.<Runnable>of(() -> reading.groups().write(sql))
        .filter(_ -> grouped && reading.groups().areAny());
  }
}
