package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.event.EventNames;
import metricflow.funnel.FunnelOrder;
import metricflow.table.Tables;
import metricflow.timeline.TimelineCodes;

/**
 * How far each person got through a {@link Conversion}, as SQL over {@code user_timelines}, and
 * over events on the days that have none.
 *
 * <p>A timeline knows of an event its name and, of a page view, its page: {@link #suits} says for
 * which questions that is enough. Two things that only the lake knows may still stand against it;
 * {@link #DOUBTS} counts them.
 */
final class TimelineSql {
  /**
   * A number, 0 unless the timelines may answer otherwise than events do: because an id of one
   * person was given to another by an earlier statement that came since, or because the project has
   * more events or pages than codes.
   */
  private static final String DOUBTS = PersonSql.DOUBTS + " + (SELECT doubts FROM question)";

  /** The few ids that today's statements are about, so that many timelines are looked up once. */
  private static final String FRESH_PERSONS =
      """
      ,
      fresh_persons AS (
        SELECT f.distinct_id, coalesce(k.person_id, f.person_id) AS person_id
        FROM fresh_ids f LEFT JOIN known_ids k ON k.distinct_id = f.person_id
      ),
      """;

  private final LakeNames names;
  private final PersonSql persons;
  private final ConversionSql conversions;

  TimelineSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
    this.conversions = new ConversionSql(names);
  }

  /** Whether timelines tell all that the conversion asks of an event. */
  static boolean suits(Conversion conversion) {
    return !conversion.sessions()
        && conversion.holdConstant().isEmpty()
        && conversion.filter().equals(Filter.ANY)
        && StepSql.selectors(conversion).stream().allMatch(TimelineSql::suits);
  }

  private static boolean suits(EventSelector selector) {
    return !selector.events().isEmpty()
        && (selector.filter().equals(Filter.ANY)
            || (selector.events().equals(List.of(EventNames.PAGE_VIEW))
                && selector.filter().needsOnly(TimelineSql::isPage)));
  }

  private static boolean isPage(Field field) {
    return field.equals(new Field.Of("page"));
  }

  /** The column that tells whether the answer holds: 0 if it does. */
  static String doubts() {
    return DOUBTS + " AS doubts";
  }

  /**
   * Writes {@code WITH} and common tables, the last of them {@code units}: a row for each person
   * that took a step, with {@code steps_reached}, {@code step_times} and {@code event_time}, that
   * of the first step.
   *
   * @param timelines the UTC days read from timelines, at least one
   */
  void tables(
      SqlStatement.Builder sql,
      int projectId,
      Conversion conversion,
      SortedSet<LocalDate> timelines,
      RolledDays rolled) {
    Period period = conversion.period();
    SortedSet<LocalDate> raw = period.utcDaysBut(timelines);
    sql.text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(FRESH_PERSONS);
    question(sql, projectId, conversion);
    if (!raw.isEmpty()) {
      sql.text(",\n");
      conversions.stepEvents(sql, projectId, conversion, DayRange.of(raw));
    }
    sql.text(
        """
        ,
        reached AS (
          SELECT funnel(question, timeline) AS f
          FROM (
        """);
    days(sql, projectId, conversion, DayRange.of(timelines));
    if (!raw.isEmpty()) {
      sql.text("    UNION ALL\n    SELECT ")
          .text(PersonSql.personKey("s"))
          .text(
              """
              , event_timeline(s.event_time, s.sequence, s.step_mask), q.question
                FROM step_events s CROSS JOIN question q
              """)
          .text(PersonSql.joins("s"));
    }
    sql.text(
        """
          )
          GROUP BY person_key
        ),
        units AS (
          SELECT f.steps_reached AS steps_reached, f.step_times AS step_times,
            element_at(f.step_times, 1) AS event_time
          FROM reached WHERE f.steps_reached > 0
        )
        """);
  }

  /**
   * Of the project's codes those that matter, as the function takes them, and as bits of a mask;
   * the conditions on events are met by what the codes stand for.
   */
  private void question(SqlStatement.Builder sql, int projectId, Conversion conversion) {
    sql.text("question AS (\n  SELECT ");
    ConversionSql.question(
        sql, conversion, "coalesce(map_agg(code, step_mask) FILTER (WHERE step_mask <> 0), MAP())");
    sql.text(" AS question,\n    coalesce(bitwise_or_agg(")
        .text("bitwise_left_shift(BIGINT '1', CAST(code % 64 AS integer)))")
        .text(" FILTER (WHERE step_mask <> 0), 0) AS bits,\n")
        .text("    count_if(code >= %d)".formatted(TimelineCodes.MAX_CODE))
        .text(" + IF(count(page) >= %d, 1, 0) AS doubts\n".formatted(TimelineCodes.MAX_PAGES))
        .text("  FROM (\n    SELECT CAST(code AS bigint) AS code, page, CAST(");
    StepSql.mask(sql, conversion);
    sql.text(" AS bigint) AS step_mask\n    FROM ")
        .text(names.table(Tables.TIMELINE_CODES))
        .text(" WHERE project_id = ")
        .value(projectId)
        .text("\n  )\n)");
  }

  private void days(
      SqlStatement.Builder sql, int projectId, Conversion conversion, List<DayRange> days) {
    // Who its events were of when the day was rolled up, and whom later statements made of that.
    sql.text(
            """
                SELECT %s AS person_key, t.timeline, q.question
                FROM\
            """
                .formatted(PersonSql.key("coalesce(f.person_id, t.person_id)")))
        .text(" " + names.table(Tables.USER_TIMELINES))
        .text(
            """
             t CROSS JOIN question q
                LEFT JOIN fresh_persons f ON f.distinct_id = t.person_id
                WHERE t.project_id =\
            """)
        .text(" ")
        .value(projectId)
        .text(" AND ");
    DayRange.condition(sql, "t.event_date", days);
    // In strict order an event that fills no step may end a path.
    sql.text(
        conversion.order() == FunnelOrder.STRICT
            ? "\n"
            : " AND bitwise_and(t.event_mask, q.bits) <> 0\n");
  }
}
