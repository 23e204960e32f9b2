package metricflow.api.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.EventScan;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.event.Event;
import metricflow.funnel.FunnelOrder;
import metricflow.table.Tables;

/**
 * How far each person (or session) got through a {@link Conversion}, as SQL. The Trino function
 * {@code funnel} of ours looks at the events of each once.
 *
 * <p>Before compaction the events table may hold an event twice, with the same id. Where no event
 * can fill two steps this changes nothing: the copy fills the step the first has filled. Where one
 * can (a step that repeats), the copy would count as the repetition; only then are rows made
 * distinct by event id first, which costs reading the ids and one more grouping.
 */
final class ConversionSql {
  private static final String NO_VALUE = "~";

  private final LakeNames names;
  private final PersonSql persons;

  /** What to write, and where; {@code days} are the UTC days whose events are read. */
  private record Task(
      SqlStatement.Builder sql,
      int projectId,
      Conversion conversion,
      List<Field> values,
      List<DayRange> days) {
    boolean strict() {
      return conversion.order() == FunnelOrder.STRICT;
    }

    boolean held() {
      return !conversion.holdConstant().isEmpty();
    }

    /** The columns that the rows of one chain have in common, beside the person. */
    String chain(String prefix) {
      return (conversion.sessions() ? ", " + prefix + "session_start" : "")
          + columns(prefix + "held_", conversion.holdConstant().size());
    }
  }

  ConversionSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  /**
   * Writes {@code WITH} and common tables, the last of them {@code units}: a row for each person or
   * session that took a step, with {@code person_id} and {@code steps_reached}; with {@code times}
   * also {@code step_times}, {@code event_time} (that of the first step) and {@code value_i}, the
   * value that {@code values} had then.
   */
  void tables(
      SqlStatement.Builder sql,
      int projectId,
      Conversion conversion,
      boolean times,
      List<Field> values,
      RolledDays rolled) {
    Period read = read(conversion);
    DayRange days = new DayRange(read.firstUtcDay(), read.lastUtcDay());
    Task task = new Task(sql, projectId, conversion, values, List.of(days));
    sql.text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\n");
    stepEvents(task);
    if (conversion.sessions()) {
      sql.text(",\nperson_events AS (\n  SELECT s.*, ")
          .text(PersonSql.person("s"))
          .text(" AS person_id, ")
          .text(PersonSql.personKey("s"))
          .text(" AS person_key\n  FROM step_events s\n")
          .text(PersonSql.joins("s"))
          .text("),\n");
      SessionSql.tables(sql);
    }
    boolean withTimes = times || task.held();
    reached(task, withTimes);
    if (task.held()) {
      best(task);
    }
    sql.text(",\nunits AS (\n  SELECT person_id, steps_reached");
    if (withTimes) {
      sql.text(", step_times, element_at(step_times, 1) AS event_time");
      for (int i = 0; i < values.size(); i++) {
        // The first member of a key is the sequence number.
        sql.text(
            ",\n    IF(start_key[%1$d] <> '%2$s', substr(start_key[%1$d], 2)) AS value_%3$d"
                .formatted(i + 2, NO_VALUE, i));
      }
    }
    sql.text("\n  FROM ")
        .text(task.held() ? "best" : "reached")
        .text(" WHERE steps_reached > 0\n)\n");
  }

  /**
   * Writes the common tables {@code matched} and {@code step_events}: the events of some UTC days
   * that matter, with {@code distinct_id}, {@code event_time}, {@code sequence} and {@code
   * step_mask} and {@code value_i}; of sessions all events matter. For conversions that hold
   * nothing constant.
   */
  void stepEvents(
      SqlStatement.Builder sql,
      int projectId,
      Conversion conversion,
      List<Field> values,
      List<DayRange> days) {
    stepEvents(new Task(sql, projectId, conversion, values, days));
  }

  private void stepEvents(Task task) {
    SqlStatement.Builder sql = task.sql;
    Conversion conversion = task.conversion;
    Period read = read(conversion);
    boolean once = StepSql.sharesEvents(conversion.steps());
    EventScan scan =
        names.scan(
            PropertyUse.distinct(
                Stream.concat(
                    conversion.propertyUses(), task.values.stream().flatMap(PropertyUse::text))));
    sql.reading(scan);
    sql.text("matched AS (\n  SELECT distinct_id, event_time, coalesce(sequence, ")
        .text(Integer.toString(Event.NO_SEQUENCE))
        .text(") AS sequence,")
        .text(once ? "\n    " + EventIdSql.COLUMN + "," : "")
        .text("\n    ");
    fields(sql, conversion.holdConstant(), "held_");
    fields(sql, task.values, "value_");
    if (conversion.sessions()) {
      sql.text("event,\n    coalesce(");
      FilterSql.condition(sql, conversion.filter());
      sql.text(", FALSE) AS takes_part,\n    ");
    }
    StepSql.mask(sql, conversion);
    sql.text(" AS step_mask\n  FROM ");
    scan.write(sql, names.table(Tables.EVENTS, DayRange.parts(task.days)), task.projectId);
    sql.text("\n  WHERE project_id = ").value(task.projectId).text(" AND ");
    read.condition(sql, task.days);
    if (!conversion.sessions()) {
      if (!task.strict()) {
        EventSelector.names(sql, StepSql.selectors(conversion));
      }
      if (!conversion.filter().equals(Filter.ANY)) {
        sql.text("\n    AND ");
        FilterSql.condition(sql, conversion.filter());
      }
    }
    sql.reading(EventScan.PLAIN);
    sql.text("\n),\nstep_events AS (\n  SELECT ").text(once ? oncePerEvent(task) : "*");
    sql.text("\n  FROM matched");
    if (!conversion.sessions()) {
      counting(task, " WHERE ", "");
    }
    sql.text(once ? "\n  GROUP BY event_id\n)" : "\n)");
  }

  private static void fields(SqlStatement.Builder sql, List<Field> fields, String prefix) {
    for (int i = 0; i < fields.size(); i++) {
      FieldSql.text(sql, fields.get(i));
      sql.text(" AS " + prefix + i + ",\n    ");
    }
  }

  private static String oncePerEvent(Task task) {
    String columns =
        "distinct_id, event_time, sequence, step_mask"
            + columns("held_", task.conversion.holdConstant().size())
            + columns("value_", task.values.size())
            + (task.conversion.sessions() ? ", event, takes_part" : "");
    return Stream.of(columns.split(", "))
        .map("arbitrary(%1$s) AS %1$s"::formatted)
        .collect(Collectors.joining(",\n    "));
  }

  /** Writes the condition that a row matters, if there is one. */
  private static void counting(Task task, String word, String prefix) {
    List<String> conditions =
        Stream.concat(
                task.strict() ? Stream.empty() : Stream.of(prefix + "step_mask <> 0"),
                IntStream.range(0, task.conversion.holdConstant().size())
                    .mapToObj(i -> prefix + "held_" + i + " IS NOT NULL"))
            .toList();
    task.sql.text(conditions.isEmpty() ? "" : word + String.join(" AND ", conditions));
  }

  private static void reached(Task task, boolean withTimes) {
    SqlStatement.Builder sql = task.sql;
    Conversion conversion = task.conversion;
    sql.text(",\nreached AS (\n  SELECT person_id")
        .text(task.chain(""))
        .text(withTimes ? ", f.steps_reached, f.step_times" : ", steps_reached");
    if (!task.values.isEmpty()) {
      sql.text(
          """
          ,
              array_min(transform(
                filter(starts, start -> start[1] = element_at(f.step_times, 1)),
                start -> start[2])) AS start_key\
          """);
    }
    sql.text("\n  FROM (\n    SELECT ")
        .text(conversion.sessions() ? "s.person_id" : PersonSql.person("s"))
        .text(" AS person_id")
        .text(task.chain("s."))
        .text(",\n      ");
    function(task, withTimes);
    if (!task.values.isEmpty()) {
      starts(task);
    }
    if (conversion.sessions()) {
      sql.text("\n    FROM session_events s\n    WHERE s.takes_part AND s.");
      SessionSql.beginsIn(sql, conversion.period());
      counting(task, " AND ", "s.");
      if (!task.strict()) {
        // The mask says the same, but this is known before all columns of an event are read.
        EventSelector.names(sql, "s.event", StepSql.selectors(conversion));
      }
    } else {
      sql.text("\n    FROM step_events s\n").text(PersonSql.joins("s"));
    }
    int columns = 1 + (conversion.sessions() ? 1 : 0) + conversion.holdConstant().size();
    sql.text("\n    GROUP BY ")
        .text(
            IntStream.rangeClosed(1, columns)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ")))
        .text("\n  )\n)");
  }

  private static void function(Task task, boolean withTimes) {
    SqlStatement.Builder sql = task.sql;
    sql.text("funnel(");
    question(sql, task.conversion, () -> sql.text("MAP()"));
    sql.text(", event_timeline(s.event_time, s.sequence, s.step_mask))")
        .text(withTimes ? " AS f" : ".steps_reached AS steps_reached");
  }

  /**
   * Writes all that is the same for all events, as the function takes it. Which events there are is
   * said elsewhere: those of sessions may lie outside the period.
   *
   * @param more writes the masks of timelines' codes, and what comes after them
   */
  static void question(SqlStatement.Builder sql, Conversion conversion, Runnable more) {
    Period period = read(conversion);
    sql.text("funnel_question(")
        .value(conversion.steps().size())
        .text(", ")
        .value(conversion.windowSeconds() * 1000)
        .text(", '" + conversion.order().name().toLowerCase(Locale.ROOT) + "', ")
        .instant(period.start())
        .text(", ")
        .instant(period.end())
        .text(", ");
    more.run();
    sql.text(")");
  }

  /** The days whose events are read: a session may have begun before the period. */
  static Period read(Conversion conversion) {
    return conversion.sessions() ? SessionSql.read(conversion.period()) : conversion.period();
  }

  /** Time and key of each event that may be the first of a path; the least key tells. */
  private static void starts(Task task) {
    long first =
        task.conversion.order() == FunnelOrder.ANY ? (1L << task.conversion.steps().size()) - 1 : 1;
    task.sql.text(",\n      array_agg(ROW(s.event_time, ROW(s.sequence");
    for (int i = 0; i < task.values.size(); i++) {
      task.sql.text(", coalesce('=' || s.value_%d, '%s')".formatted(i, NO_VALUE));
    }
    task.sql.text(
        ")))\n        FILTER (WHERE bitwise_and(s.step_mask, %d) <> 0) AS starts".formatted(first));
  }

  /** Of the chains of a person with different held values the one that got furthest, first. */
  private static void best(Task task) {
    String unit = "person_id" + (task.conversion.sessions() ? ", session_start" : "");
    String key = task.values.isEmpty() ? "" : ", start_key";
    task.sql.text(
        """
        ,
        best AS (
          SELECT person_id, chain[1] AS steps_reached, chain[2] AS step_times%s
          FROM (
            SELECT %s,
              min_by(ROW(steps_reached, step_times%s), ROW(
                -steps_reached,
                to_unixtime(element_at(step_times, -1)),
                -to_unixtime(element_at(step_times, 1)),
                step_times%s)) AS chain
            FROM reached WHERE steps_reached > 0
            GROUP BY %s
          )
        )\
        """
            .formatted(
                task.values.isEmpty() ? "" : ", chain[3] AS start_key", unit, key, key, unit));
  }

  private static String columns(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> ", " + prefix + i).collect(Collectors.joining());
  }
}
