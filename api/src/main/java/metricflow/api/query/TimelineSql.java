package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;

/**
 * How far persons got through a {@link Conversion}, as SQL over {@code timeline_blocks}, and over
 * events on the days that have none.
 *
 * <p>A timeline knows of an event its name, of a page view its page, and its context: {@link
 * TimelineConversion} says for which questions that is enough. Two things that only the lake knows
 * may still stand against it; the column {@code doubts} counts them.
 *
 * <p>Blocks are counted by buckets of persons. Whose an event is was decided when its day was
 * rolled up; the few whom later statements made somebody else are told in the question, and taken
 * out of their blocks into the bucket of who they are.
 */
final class TimelineSql {
  /**
   * Whom today's statements made somebody else: keys of persons as timelines have them, and of who
   * they are.
   */
  static final String MOVED =
      """
      moved AS (
        SELECT coalesce(map_agg(%s, %s), MAP()) AS persons,
          coalesce(count_if(f.person_before <> f.person_id), 0) AS doubts
        FROM known_ids k RIGHT JOIN fresh_ids f ON k.distinct_id = f.person_id
      ),
      """
          .formatted(
              PersonSql.key("f.distinct_id"), PersonSql.key("coalesce(k.person_id, f.person_id)"));

  private final PersonSql persons;
  private final ConversionSql conversions;

  TimelineSql(LakeNames names) {
    this.persons = new PersonSql(names);
    this.conversions = new ConversionSql(names);
  }

  /** Whether names and pages tell which events it takes. */
  static boolean suits(EventSelector selector) {
    return !selector.events().isEmpty()
        && TimelineSelector.of(selector).filter(told -> !told.asksOfContexts()).isPresent();
  }

  /**
   * Writes {@code WITH} and common tables, the last of them {@code reached}: a row for each bucket,
   * with {@code f}, what {@code function} gives, and {@code doubts}: unless all of these are 0 the
   * timelines may answer otherwise than events do, because an id of one person was given to another
   * by an earlier statement that came since, or because the project has more events or pages than
   * codes and that matters ({@link AskedPages}).
   *
   * @param timelines the UTC days read from timelines, at least one
   * @param function {@code funnel_counts} or {@code funnel_paths}, or the same by group
   */
  void tables(
      SqlStatement.Builder sql,
      int projectId,
      TimelineConversion conversion,
      SortedSet<LocalDate> timelines,
      RolledDays rolled,
      String function) {
    SortedSet<LocalDate> raw = ConversionSql.read(conversion.whole()).utcDaysBut(timelines);
    sql.text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\n").text(MOVED);
    MetPersonsSql met = new MetPersonsSql(sql, conversion.persons());
    question(sql, conversion, met);
    if (!raw.isEmpty()) {
      sql.text(",\n");
      conversions.stepEvents(
          sql, projectId, conversion.whole(), conversion.breakdown(), DayRange.of(raw));
    }
    sql.text(",\nreached AS (\n  SELECT " + function + "(part) AS f,")
        .text(" max(doubts) AS doubts\n  FROM (\n");
    new TimelinePartsSql(sql, met)
        .write(
            timelines,
            conversion.reading().contexts(),
            () -> function(sql, conversion, TimelinePartsSql.NO_CODES));
    if (!raw.isEmpty()) {
      sql.text("    UNION ALL\n    SELECT event_part(")
          .text(PersonSql.personKey("s"))
          .text(", s.event_time, s.sequence, s.step_mask");
      if (!conversion.breakdown().isEmpty()) {
        sql.text(",\n      ");
        conversion.groups().ofValues(sql, "s");
      }
      sql.text("), 0\n    FROM step_events s\n").text(PersonSql.joins("s"));
    }
    sql.text("  )\n  GROUP BY part_bucket(part)\n)\n");
  }

  /**
   * The question as the functions take it: of the project's codes those that matter, the conditions
   * on events being met by what the codes stand for, and whom to take out of their blocks.
   */
  private static void question(
      SqlStatement.Builder sql, TimelineConversion conversion, MetPersonsSql met) {
    new TimelineQuestionSql(sql)
        .write(
            conversion.reading(),
            met,
            codes -> function(sql, conversion, codes),
            () -> StepSql.mask(sql, conversion.ofCodes()),
            () -> StepSql.mask(sql, conversion.ofContexts()));
  }

  private static void function(
      SqlStatement.Builder sql, TimelineConversion conversion, String codes) {
    Runnable more =
        () -> {
          sql.text(codes);
          if (conversion.whole().sessions()) {
            sql.text(", ").instant(conversion.whole().period().start());
          }
        };
    ConversionSql.question(sql, conversion.whole(), more);
  }
}
