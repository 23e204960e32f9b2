package metricflow.api.query;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.event.Event;
import metricflow.table.Tables;

/**
 * Who meets the conditions of a {@link PersonFormula}, as SQL: questions that go with the one that
 * is about those persons, and parts for them. What persons did and had is read from {@code
 * timeline_blocks} on the days that have them, if these tell it, and from events on the others.
 */
final class MetPersonsSql {
  /** After all that can happen. */
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private final SqlStatement.Builder sql;
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
    String suffix() {
      return "_" + number;
    }

    boolean isOfTimelines() {
      return !timelines.isEmpty();
    }

    boolean looksAtContexts() {
      return switch (condition) {
        case Filter.Did did -> TimelineSelector.told(did.events()).asksOfContexts();
        case Filter.OfPerson _ -> true;
      };
    }
  }

  MetPersonsSql(SqlStatement.Builder sql, PersonFormula formula) {
    this.sql = sql;
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

  /** The days of which timelines are read for any of the conditions. */
  SortedSet<LocalDate> days() {
    SortedSet<LocalDate> days = new TreeSet<>();
    conditions.forEach(asked -> days.addAll(asked.timelines));
    return days;
  }

  /** Whether contexts are looked at on these days. */
  boolean looksAtContexts() {
    return conditions.stream().anyMatch(asked -> asked.isOfTimelines() && asked.looksAtContexts());
  }

  /**
   * Writes what a block of a day is asked: bit 0 for the question itself, and one for each
   * condition.
   *
   * @param own the days of the question itself
   * @param all the days of all blocks
   */
  void asked(SortedSet<LocalDate> own, SortedSet<LocalDate> all) {
    bit(own, all, 0);
    for (Asked asked : conditions) {
      sql.text(" + ");
      bit(asked.timelines, all, asked.number + 1);
    }
  }

  /** Writes the bit on the days of {@code some}, and else 0. */
  private void bit(SortedSet<LocalDate> some, SortedSet<LocalDate> all, int number) {
    long bit = 1L << number;
    if (some.isEmpty()) {
      sql.text("0");
    } else if (some.equals(all)) {
      sql.text("%d".formatted(bit));
    } else {
      sql.text("IF(");
      DayRange.condition(sql, "b.event_date", DayRange.of(some));
      sql.text(", %d, 0)".formatted(bit));
    }
  }

  /** Writes a question as blocks are asked it, with the codes of {@link #joins}. */
  void ofBlocks(Runnable question) {
    if (days().isEmpty()) {
      question.run();
    } else {
      forPersons(question, this::ofBlocks);
    }
  }

  /** Writes a question as those need it who count a bucket, and are told by the parts. */
  void ofBuckets(Runnable question) {
    if (formula.isAnybody()) {
      question.run();
    } else {
      forPersons(question, this::ofBuckets);
    }
  }

  private void forPersons(Runnable question, Consumer<Asked> condition) {
    sql.text("for_persons(");
    question.run();
    sql.text(",\n    ARRAY[");
    for (Asked asked : conditions) {
      sql.text(asked.number == 0 ? "" : ",\n      ");
      condition.accept(asked);
    }
    sql.text("], ARRAY[")
        .text(formula.masks().stream().map("BIGINT '%d'"::formatted).collect(joining(", ")))
        .text("])");
  }

  private void ofBlocks(Asked asked) {
    if (!asked.isOfTimelines()) {
      ofBuckets(asked);
      return;
    }
    String maps = ", person_contexts.masks%1$s, person_contexts.groups%1$s)";
    sql.text(asked.looksAtContexts() ? "in_contexts(" : "");
    condition(asked, "person_codes.masks" + asked.suffix(), "moved.persons");
    sql.text(asked.looksAtContexts() ? maps.formatted(asked.suffix()) : "");
  }

  private void ofBuckets(Asked asked) {
    condition(asked, "MAP()", "MAP()");
  }

  private void condition(Asked asked, String codes, String moved) {
    switch (asked.condition) {
      case Filter.Did did -> {
        DayRange days = did.days();
        sql.text("did_question(BIGINT '%d', BIGINT '%d', ".formatted(did.least(), did.most()))
            .instant(days.first() == null ? Instant.EPOCH : start(days.first()))
            .text(", ")
            .instant(days.last() == null ? END : start(days.last().plusDays(1)))
            .text(", " + codes + ", " + moved + ")");
      }
      case Filter.Has _ -> sql.text("latest_question(" + moved + ")");
      case Filter.FirstDid first -> throw unknown(first);
    }
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Writes what {@link #ofBlocks} needs beside {@code moved}, each with CROSS JOIN before it. */
  void joins() {
    CodeMapsSql maps = new CodeMapsSql(sql);
    if (!did().isEmpty()) {
      List<EventSelector> events = did().stream().map(asked -> told(asked).ofCodes()).toList();
      sql.text(" CROSS JOIN ");
      maps.ofCodes(
          AskedPages.of(events),
          did().stream()
              .map(asked ->
                  new CodeMapsSql.Meaning(
                      asked.suffix(), () -> mask(told(asked).ofCodes()), Optional.empty()))
              .toList());
      sql.text(" person_codes");
    }
    if (looksAtContexts()) {
      sql.text(" CROSS JOIN ");
      maps.ofContexts(
          conditions.stream()
              .filter(asked -> asked.isOfTimelines() && asked.looksAtContexts())
              .map(this::ofContexts)
              .toList());
      sql.text(" person_contexts");
    }
  }

  /** What more doubts there are about what {@link #joins} writes, with plus before it. */
  String doubts() {
    return (did().isEmpty() ? "" : " + person_codes.doubts")
        + (looksAtContexts() ? " + person_contexts.doubts" : "");
  }

  /** Those about what persons did, as timelines tell. */
  private List<Asked> did() {
    return conditions.stream()
        .filter(asked -> asked.isOfTimelines() && asked.condition instanceof Filter.Did)
        .toList();
  }

  private static TimelineSelector told(Asked asked) {
    return TimelineSelector.told(((Filter.Did) asked.condition).events());
  }

  private CodeMapsSql.Meaning ofContexts(Asked asked) {
    if (!(asked.condition instanceof Filter.Has has)) {
      return new CodeMapsSql.Meaning(
          asked.suffix(), () -> mask(told(asked).ofContexts()), Optional.empty());
    }
    Field field = PersonFormula.field(has);
    Runnable mask =
        () -> {
          sql.text("IF(");
          FieldSql.text(sql, field);
          sql.text(" IS NULL, 0, IF(");
          FilterSql.condition(sql, has.filter());
          sql.text(", 3, 1))");
        };
    return new CodeMapsSql.Meaning(
        asked.suffix(), mask, Optional.of(() -> FieldSql.text(sql, field)));
  }

  private void mask(EventSelector events) {
    sql.text("IF(");
    events.condition(sql);
    sql.text(", BIGINT '1', 0)");
  }

  /** Writes what events say of the conditions, each with UNION ALL before it. */
  void events() {
    for (Asked asked : conditions) {
      if (!asked.raw.isEmpty()) {
        switch (asked.condition) {
          case Filter.Did did -> didEvents(asked, did);
          case Filter.Has has -> latestEvents(asked, has);
          case Filter.FirstDid first -> throw unknown(first);
        }
      }
    }
  }

  private static IllegalStateException unknown(Filter.FirstDid first) {
    return new IllegalStateException("not a simple condition: " + first);
  }

  private void didEvents(Asked asked, Filter.Did did) {
    boolean once = did.isOnce();
    part(asked)
        .text((once ? ", s.event_time, NULL" : ", s.event_time, 1") + ", 1)), 0\n    FROM (\n")
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
    part(asked).text(", s.event_time, s.sequence, IF(");
    FilterSql.condition(sql, has.filter().withFields(field -> value));
    sql.text(", 3, 1), s.value)), 0\n    FROM (\n")
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

  private SqlStatement.Builder part(Asked asked) {
    return sql.text(
            "    UNION ALL\n    SELECT condition_part(%d, event_part(".formatted(asked.number))
        .text(PersonSql.personKey("s"));
  }

  private void from(Asked asked) {
    sql.text("\n      FROM ")
        .text(sql.scope().names().table(Tables.EVENTS, DayRange.parts(asked.raw)))
        .text("\n      WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "event_date", asked.raw);
  }
}
