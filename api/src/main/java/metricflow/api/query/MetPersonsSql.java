package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.event.Event;
import metricflow.table.Tables;

/**
 * Who meets the conditions of a {@link PersonFormula}, as SQL: parts that are counted beside those
 * of a question. What they did and had is read from {@code timeline_blocks} on the days that have
 * them, if these tell it, and from events on the others.
 */
final class MetPersonsSql {
  /** After all that can happen. */
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private final SqlStatement.Builder sql;
  private final TimelinePartsSql timelineParts;
  private final PersonFormula formula;
  private final List<Asked> conditions;

  /**
   * A condition.
   *
   * @param timelines the days on which timelines are read
   * @param raw those on which events are
   */
  private record Asked(
      int number, Filter.OfPerson condition, SortedSet<LocalDate> timelines, List<DayRange> raw) {
    String table() {
      return "question_of_persons_" + number;
    }
  }

  MetPersonsSql(SqlStatement.Builder sql, PersonFormula formula) {
    this.sql = sql;
    this.timelineParts = new TimelinePartsSql(sql);
    this.formula = formula;
    this.conditions =
        IntStream.range(0, formula.conditions().size())
            .mapToObj(i -> asked(i, formula.conditions().get(i)))
            .toList();
  }

  private Asked asked(int number, Filter.OfPerson condition) {
    DayRange days = condition instanceof Filter.Did did ? did.days() : new DayRange(null, null);
    SortedSet<LocalDate> timelines = new TreeSet<>();
    if (isInTimelines(condition)) {
      sql.scope().rolled().complete().stream().filter(days::holds).forEach(timelines::add);
    }
    return new Asked(number, condition, timelines, DayRange.outside(DayRange.of(timelines), days));
  }

  private static boolean isInTimelines(Filter.OfPerson condition) {
    return switch (condition) {
      case Filter.Did did -> TimelineSelector.of(did.events()).isPresent();
      case Filter.Has has -> TimelineSelector.isContext(PersonFormula.field(has));
      case Filter.FirstDid _ -> false;
    };
  }

  /** Writes the common tables that {@link #parts} needs, each with a comma before it. */
  void tables() {
    for (Asked asked : conditions) {
      if (!asked.timelines.isEmpty()) {
        sql.text(",\n");
        switch (asked.condition) {
          case Filter.Did did -> didQuestion(asked, did);
          case Filter.Has has -> latestQuestion(asked, has);
          case Filter.FirstDid first -> throw unknown(first);
        }
      }
    }
  }

  private void didQuestion(Asked asked, Filter.Did did) {
    TimelineSelector told = TimelineSelector.told(did.events());
    new TimelineQuestionSql(sql, asked.table())
        .write(
            reading(told),
            codes -> did(asked, did, codes),
            () -> mask(told.ofCodes()),
            () -> mask(told.ofContexts()));
  }

  private static TimelineQuestionSql.Reading reading(TimelineSelector told) {
    return new TimelineQuestionSql.Reading(
        told.asksOfContexts(),
        Filter.ANY,
        TimelineGroups.NONE,
        AskedPages.of(List.of(told.ofCodes())));
  }

  private void mask(EventSelector events) {
    sql.text("IF(");
    events.condition(sql);
    sql.text(", BIGINT '1', 0)");
  }

  private void latestQuestion(Asked asked, Filter.Has has) {
    Field field = PersonFormula.field(has);
    new TimelineQuestionSql(sql, asked.table())
        .ofContexts(
            () -> latest(asked, "moved.persons"),
            () -> {
              sql.text("IF(");
              FieldSql.text(sql, field);
              sql.text(" IS NULL, 0, IF(");
              FilterSql.condition(sql, has.filter());
              sql.text(", 3, 1))");
            },
            () -> FieldSql.text(sql, field));
  }

  private void did(Asked asked, Filter.Did did, String codes) {
    DayRange days = did.days();
    sql.text("did_question(%d, ".formatted(asked.number))
        .text("BIGINT '%d', BIGINT '%d', ".formatted(did.least(), did.most()))
        .instant(days.first() == null ? Instant.EPOCH : start(days.first()))
        .text(", ")
        .instant(days.last() == null ? END : start(days.last().plusDays(1)))
        .text(", " + codes + ")");
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private void latest(Asked asked, String moved) {
    sql.text("latest_question(%d, %s)".formatted(asked.number, moved));
  }

  /** Writes a row for each condition and bucket, each with {@code UNION ALL} before it. */
  void parts() {
    for (Asked asked : conditions) {
      sql.text("    UNION ALL\n    SELECT persons_met(part), max(doubts)\n    FROM (\n");
      if (!asked.timelines.isEmpty()) {
        timelineParts.blocks(asked.table(), DayRange.of(asked.timelines), looksAtContexts(asked));
      }
      timelineParts.questions(() -> {
        switch (asked.condition) {
          case Filter.Did did -> did(asked, did, TimelinePartsSql.NO_CODES);
          case Filter.Has _ -> latest(asked, "MAP()");
          case Filter.FirstDid first -> throw unknown(first);
        }
      });
      if (!asked.raw.isEmpty()) {
        switch (asked.condition) {
          case Filter.Did did -> didEvents(asked, did);
          case Filter.Has has -> latestEvents(asked, has);
          case Filter.FirstDid first -> throw unknown(first);
        }
      }
      sql.text("    )\n    GROUP BY part_bucket(part)\n");
    }
  }

  private static boolean looksAtContexts(Asked asked) {
    return switch (asked.condition) {
      case Filter.Did did -> TimelineSelector.told(did.events()).asksOfContexts();
      case Filter.OfPerson _ -> true;
    };
  }

  private static IllegalStateException unknown(Filter.FirstDid first) {
    return new IllegalStateException("not a simple condition: " + first);
  }

  private void didEvents(Asked asked, Filter.Did did) {
    boolean once = did.isOnce();
    sql.text("    UNION ALL\n    SELECT event_part(")
        .text(PersonSql.personKey("s"))
        .text(", s.event_time, NULL, 1), 0\n    FROM (\n")
        .text("      SELECT distinct_id, min(event_time) AS event_time")
        .text(once ? "" : "\n      FROM (\n      SELECT distinct_id, event_time, ")
        .text(once ? "" : EventIdSql.COLUMN);
    from(asked);
    sql.text(" AND ");
    did.events().condition(sql);
    // An event delivered twice counts once.
    sql.text(once ? "" : "\n      )")
        .text("\n      GROUP BY distinct_id" + (once ? "" : ", event_id") + "\n    ) s\n")
        .text(PersonSql.joins("s"));
  }

  private void latestEvents(Asked asked, Filter.Has has) {
    Field value = new Field.Of("value");
    sql.text("    UNION ALL\n    SELECT event_part(")
        .text(PersonSql.personKey("s"))
        .text(", s.event_time, s.sequence, IF(");
    FilterSql.condition(sql, has.filter().withFields(field -> value));
    sql.text(", 3, 1), s.value), 0\n    FROM (\n")
        .text("      SELECT distinct_id, latest[1] AS event_time, latest[2] AS sequence,")
        .text(" latest[3] AS value\n      FROM (\n")
        .text(
            "      SELECT distinct_id, max(ROW(event_time, coalesce(sequence, %d), "
                .formatted(Event.NO_SEQUENCE));
    FieldSql.text(sql, PersonFormula.field(has));
    sql.text(")) AS latest");
    from(asked);
    sql.text(" AND ");
    FieldSql.text(sql, PersonFormula.field(has));
    sql.text(" IS NOT NULL\n      GROUP BY distinct_id\n      )\n    ) s\n")
        .text(PersonSql.joins("s"));
  }

  private void from(Asked asked) {
    sql.text("\n      FROM ")
        .text(sql.scope().names().table(Tables.EVENTS, DayRange.parts(asked.raw)))
        .text("\n      WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "event_date", asked.raw);
  }

  /** Writes a question as those who count need it, who are told who meets the conditions. */
  void question(Runnable question) {
    if (formula.isAnybody()) {
      question.run();
      return;
    }
    sql.text("for_persons(");
    question.run();
    sql.text(", %d, BIGINT '%d')".formatted(conditions.size(), formula.truth()));
  }

  /** A query for the most doubts there are, of the common table {@code question} too. */
  String doubts() {
    return Stream.concat(
            Stream.of(TimelineQuestionSql.TABLE),
            conditions.stream().filter(asked -> !asked.timelines.isEmpty()).map(Asked::table))
        .map("SELECT doubts FROM "::concat)
        .collect(Collectors.joining(" UNION ALL ", "SELECT max(doubts) FROM (", ")"));
  }
}
