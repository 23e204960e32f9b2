package metricflow.api.query;

import java.util.List;
import java.util.Locale;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.EventScan;
import metricflow.event.Event;
import metricflow.event.EventNames;
import metricflow.table.Tables;

/**
 * {@link Paths} as SQL: a row for each edge told with the columns {@code depth} (from 1), {@code
 * source}, {@code target}, {@code sessions} and {@code persons}, then what is the same for all of a
 * depth: {@code going} (sessions with an edge), {@code ended} (sessions without) and {@code
 * edge_count}. A row without source or target is no edge and brings the latter only.
 *
 * <p>The Trino function {@code session_paths} of ours looks at the events of each person once.
 * Copies of an event stand beside each other: where repeats are collapsed they need no care.
 */
final class PathsSql {
  private final LakeNames names;
  private final PersonSql persons;

  PathsSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  SqlStatement compile(int projectId, Paths query, RolledDays rolled) {
    SqlStatement.Builder sql =
        new SqlStatement.Builder(new LakeScope(names, projectId, rolled)).text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\n");
    Period read = SessionSql.read(query.period());
    matched(sql, projectId, query, List.of(new DayRange(read.firstUtcDay(), read.lastUtcDay())));
    sql.text(",\nways AS (\n  SELECT session_paths('")
        .text(query.start().name().toLowerCase(Locale.ROOT))
        .text("', ")
        .value(query.depth())
        .text(query.collapseRepeats() ? ", TRUE, " : ", FALSE, ")
        .instant(query.period().start())
        .text(
            """
            ,
                array_agg(path_event(s.event_time, s.sequence, IF(s.takes_part, s.node), s.anchor))) AS steps
              FROM\
            """)
        .text(query.collapseRepeats() ? " matched" : " " + ONCE_PER_EVENT)
        .text(" s\n")
        .text(PersonSql.joins("s"))
        .text("  GROUP BY ")
        .text(PersonSql.personKey("s"))
        .text(COUNTED)
        .text(RANKED);
    told(sql, query);
    return sql.text(ORDER).build();
  }

  /** Writes the query for the rows that are told; comes after {@link #RANKED}. */
  static void told(SqlStatement.Builder sql, Paths query) {
    sql.text("SELECT depth, source, target, sessions, persons, going, ended, edge_count")
        .text(" FROM ranked\nWHERE edge_rank <= IF(ends, 1, ")
        .value(query.limit())
        .text(")");
  }

  /**
   * Writes the common table {@code matched}: the events of some UTC days, with {@code distinct_id},
   * {@code event_time}, {@code sequence} and what {@link #visit} writes.
   */
  void matched(SqlStatement.Builder sql, int projectId, Paths query, List<DayRange> days) {
    EventScan scan = names.scan(query.propertyUses());
    sql.reading(scan);
    sql.text("matched AS (\n  SELECT distinct_id, event_time, coalesce(sequence, ")
        .text(Integer.toString(Event.NO_SEQUENCE))
        .text(") AS sequence,")
        .text(query.collapseRepeats() ? "" : "\n    " + EventIdSql.COLUMN + ",")
        .text("\n    ");
    visit(sql, query);
    sql.text("\n  FROM ");
    scan.write(sql, names.table(Tables.EVENTS, DayRange.parts(days)), projectId);
    sql.text("\n  WHERE project_id = ").value(projectId).text(" AND ");
    SessionSql.read(query.period()).condition(sql, days);
    sql.text("\n)");
  }

  /**
   * Writes the columns {@code node}, {@code anchor} and {@code takes_part}, what a row with {@code
   * event} and {@code page} visits and whether it does.
   */
  static void visit(SqlStatement.Builder sql, Paths query) {
    if (query.pages()) {
      sql.text("IF(").text(PAGE_VIEW).value(EventNames.PAGE_VIEW).text(", page, event)");
    } else {
      sql.text("event");
    }
    sql.text(" AS node,\n    ");
    anchor(sql, query);
    sql.text(" AS anchor,\n    coalesce(");
    FilterSql.condition(sql, query.filter());
    if (query.pages()) {
      sql.text(" AND (").text(PAGE_VIEW).value(EventNames.PAGE_VIEW).text(" OR ");
      anchor(sql, query);
      sql.text(")");
    }
    sql.text(", FALSE) AS takes_part");
  }

  private static void anchor(SqlStatement.Builder sql, Paths query) {
    if (query.anchor().isEmpty()) {
      sql.text("FALSE");
      return;
    }
    sql.text("coalesce(");
    query.anchor().get().condition(sql);
    sql.text(", FALSE)");
  }

  private static final String PAGE_VIEW = "page IS NOT NULL AND event = ";

  /** The rows of {@code matched}, each event once. */
  static final String ONCE_PER_EVENT =
      """
      (
          SELECT arbitrary(distinct_id) AS distinct_id, min(event_time) AS event_time,
            arbitrary(sequence) AS sequence, arbitrary(node) AS node, arbitrary(anchor) AS anchor,
            arbitrary(takes_part) AS takes_part
          FROM matched GROUP BY event_id
        )\
      """;

  private static final String COUNTED =
      """

      ),
      counted AS (
        SELECT depth, source, target, source IS NULL OR target IS NULL AS ends,
          sum(sessions) AS sessions, count(*) AS persons
        FROM ways CROSS JOIN UNNEST(steps) AS s (depth, source, target, sessions)
        GROUP BY depth, source, target
      )\
      """;

  /** In which order rows are told. */
  static final String ORDER =
      "\nORDER BY depth, source IS NULL OR target IS NULL, sessions DESC, source, target";

  /** The common table {@code ranked} of the rows of {@code counted}. */
  static final String RANKED =
      """
      ,
      ranked AS (
        SELECT *,
          sum(IF(ends, 0, sessions)) OVER (PARTITION BY depth) AS going,
          sum(IF(ends, sessions, 0)) OVER (PARTITION BY depth) AS ended,
          count_if(NOT ends) OVER (PARTITION BY depth) AS edge_count,
          row_number() OVER (PARTITION BY depth, ends ORDER BY sessions DESC, source, target)
            AS edge_rank
        FROM counted
      )
      """;
}
