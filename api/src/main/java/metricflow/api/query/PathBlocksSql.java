package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import metricflow.api.query.filter.Filter;
import metricflow.table.Tables;

/**
 * {@link Paths} as SQL over {@code timeline_blocks}, and over events on the days that have none:
 * rows as {@link PathsSql} gives them, and as the last column {@code doubts}, as {@link
 * TimelineSql#tables} has it. There is a row with {@code doubts} alone when there is no edge.
 *
 * <p>What is visited has a number, in the order of the names, so that of two visits of one instant
 * the one comes first that does among names.
 */
final class PathBlocksSql {
  private final LakeNames names;
  private final PersonSql persons;
  private final PathsSql events;

  PathBlocksSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
    this.events = new PathsSql(names);
  }

  /** Whether timelines tell all that is asked of an event. */
  static boolean suits(Paths query) {
    return PersonsApart.of(List.of(), query.filter()).filter().equals(Filter.ANY)
        && query.anchor().map(TimelineSql::suits).orElse(true);
  }

  /**
   * The edges.
   *
   * @param timelines the UTC days read from timelines, at least one
   */
  SqlStatement compile(
      int projectId, Paths asked, SortedSet<LocalDate> timelines, RolledDays rolled) {
    PersonsApart apart = PersonsApart.of(List.of(), asked.filter());
    Paths query = asked.of(apart.filter());
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    List<DayRange> raw = DayRange.of(SessionSql.read(query.period()).utcDaysBut(timelines));
    sql.text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\n").text(TimelineSql.MOVED);
    if (!raw.isEmpty()) {
      events.matched(sql, projectId, query, raw);
      sql.text(",\n");
    }
    sql.text("code_nodes AS (\n  SELECT CAST(code AS bigint) AS code, page,\n    ");
    PathsSql.visit(sql, query);
    sql.text("\n  FROM ")
        .text(names.table(Tables.TIMELINE_CODES))
        .text(" WHERE project_id = ")
        .value(projectId)
        .text("\n),\nnodes AS (\n  SELECT node, row_number() OVER (ORDER BY node) AS id\n")
        .text("  FROM (\n    SELECT node FROM code_nodes WHERE takes_part")
        .text(raw.isEmpty() ? "" : "\n    UNION ALL SELECT node FROM matched WHERE takes_part")
        .text("\n  )\n  GROUP BY node\n),\n");
    MetPersonsSql met = new MetPersonsSql(sql, apart.persons());
    question(sql, query, met);
    sql.text(",\nedges AS (\n  SELECT depth, source_id, target_id,")
        .text(" sum(sessions) AS sessions, sum(persons) AS persons\n  FROM (\n")
        .text("    SELECT path_edges(part) AS steps\n    FROM (\n");
    new TimelinePartsSql(sql, met)
        .write(timelines, false, () -> function(sql, query, TimelinePartsSql.NO_CODES));
    if (!raw.isEmpty()) {
      parts(sql, query);
    }
    sql.text(COUNTED)
        .text(PathsSql.RANKED)
        .text(TimelineQuestionSql.ROWS_IN_DOUBT.formatted(TimelineQuestionSql.DOUBTS));
    PathsSql.told(sql, query);
    return sql.text("\n) r ON TRUE").text(PathsSql.ORDER).build();
  }

  private static void question(SqlStatement.Builder sql, Paths query, MetPersonsSql met) {
    sql.text("question AS (\n  SELECT ");
    met.ofBlocks(() -> function(sql, query, "codes.visits, moved.persons"));
    sql.text(" AS question, codes.doubts + moved.doubts" + met.doubts() + " AS doubts\n");
    sql.text(
        """
          FROM moved CROSS JOIN (
            SELECT coalesce(map_agg(code, n.id * 2 + IF(anchor, 1, 0)) FILTER (WHERE takes_part), MAP()) AS visits,\
        """);
    AskedPages pages =
        query.pages() ? AskedPages.ALL : AskedPages.of(query.anchor().stream().toList());
    sql.text("\n      ");
    pages.doubts(sql);
    sql.text(
        """

            FROM code_nodes c LEFT JOIN nodes n ON n.node = c.node
          ) codes\
        """);
    met.joins();
    sql.text("\n)");
  }

  private static void function(SqlStatement.Builder sql, Paths query, String codes) {
    Period read = SessionSql.read(query.period());
    sql.text("paths_question('")
        .text(query.start().name().toLowerCase(Locale.ROOT))
        .text("', ")
        .value(query.depth())
        .text(query.collapseRepeats() ? ", TRUE, " : ", FALSE, ")
        .instant(query.period().start())
        .text(", ")
        .instant(read.start())
        .text(", ")
        .instant(read.end())
        .text(",\n    ")
        .text(codes)
        .text(")");
  }

  /** The events of days without timelines. */
  private static void parts(SqlStatement.Builder sql, Paths query) {
    sql.text("    UNION ALL\n    SELECT event_part(")
        .text(PersonSql.personKey("s"))
        .text(
            """
            , s.event_time, s.sequence, IF(s.takes_part, n.id * 2 + IF(s.anchor, 1, 0), 0)), 0
              FROM\
            """)
        .text(query.collapseRepeats() ? " matched" : " " + PathsSql.ONCE_PER_EVENT)
        .text(" s\n  LEFT JOIN nodes n ON n.node = s.node\n")
        .text(PersonSql.joins("s"));
  }

  private static final String COUNTED =
      """
          )
          GROUP BY part_bucket(part)
        )
        CROSS JOIN UNNEST(steps) AS steps (depth, source_id, target_id, sessions, persons)
        GROUP BY depth, source_id, target_id
      ),
      counted AS (
        SELECT e.depth, s.node AS source, t.node AS target,
          s.node IS NULL OR t.node IS NULL AS ends, e.sessions, e.persons
        FROM edges e
        LEFT JOIN nodes s ON s.id = e.source_id
        LEFT JOIN nodes t ON t.id = e.target_id
      )\
      """;
}
