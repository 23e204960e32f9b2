package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.table.Tables;

/**
 * {@link ActiveIntervals} as SQL over {@code timeline_blocks}, first times, and events on the days
 * that have neither. The common table {@code alike} has rows of persons with the same intervals:
 * {@code set_i}, their bits, {@code persons} and {@code doubts}, which is not 0 where timelines may
 * count otherwise than events ({@link TimelineSql#tables}); rows with doubts may have nobody.
 */
final class ActiveIntervalsSql {
  private final SqlStatement.Builder sql;
  private final ActiveIntervals asked;
  private final MetPersonsSql met;
  private boolean ofEvents;

  ActiveIntervalsSql(SqlStatement.Builder sql, ActiveIntervals asked) {
    this.sql = sql;
    this.asked = asked;
    this.met = new MetPersonsSql(sql, asked.persons());
  }

  /** Writes common tables, without {@code WITH}, the last of them {@code alike}. */
  void tables() {
    boolean groups = asked.groups().areAny();
    asked();
    sql.text(",\nalike AS (\n  SELECT " + asked.sets().ofArray())
        .text(groups ? ", kinds.event_group" : "")
        .text(", kinds.persons, b.doubts\n  FROM (\n    SELECT active_intervals")
        .text(groups ? "_by_group" : "")
        .text("(part) AS alike, max(doubts) AS doubts\n");
    parts();
    sql.text("  ) b LEFT JOIN UNNEST(b.alike) AS kinds(")
        .text(groups ? "event_group, " : "")
        .text("sets, persons) ON TRUE\n)");
  }

  /**
   * Writes common tables, without {@code WITH}, the last of them {@code facts} as {@link
   * TrendsFactsSql} has them: rows that stand for {@code events_i} events.
   */
  void facts() {
    ofEvents = true;
    int fields = asked.groups().fields().size();
    asked();
    sql.text(
            ",\nfacts AS (\n  SELECT kinds.interval_number - %d AS interval_number"
                .formatted(asked.before()))
        .text(fields == 0 ? "" : ",\n    " + GroupSql.values(fields, "kinds.event_group"));
    for (int i = 0; i < asked.selectors().size(); i++) {
      sql.text(
          ",\n    kinds.set_number = %1$d AS matches_%1$d, kinds.events AS events_%1$d"
              .formatted(i));
    }
    sql.text("\n  FROM (\n    SELECT event_counts(part) AS counts\n");
    parts();
    sql.text("  ) b CROSS JOIN UNNEST(b.counts)")
        .text(" AS kinds(interval_number, set_number, event_group, events)\n)");
  }

  private void asked() {
    LakeScope scope = sql.scope();
    new PersonSql(scope.names()).tables(sql, scope.projectId(), scope.rolled());
    sql.text(",\n").text(TimelineSql.MOVED);
    question();
  }

  /** The parts of each bucket. */
  private void parts() {
    sql.text("    FROM (\n");
    new TimelinePartsSql(sql, met)
        .write(
            asked.timelines(),
            asked.reading().contexts(),
            () -> function(TimelinePartsSql.NO_CODES));
    if (!asked.raw().isEmpty() || !asked.firstTimes().isEmpty()) {
      others();
    }
    sql.text("    )\n    GROUP BY part_bucket(part)\n");
  }

  private void question() {
    new TimelineQuestionSql(sql)
        .write(
            asked.reading(),
            met,
            this::function,
            () -> mask(selector -> TimelineSelector.told(selector).ofCodes()),
            () -> mask(selector -> TimelineSelector.told(selector).ofContexts()));
  }

  private void function(String codes) {
    sql.text(
        (ofEvents ? "counts_question(" : "intervals_question(")
            + asked.selectors().size()
            + ", ARRAY[");
    String comma = "";
    for (var start : asked.starts()) {
      sql.text(comma).instant(start);
      comma = ", ";
    }
    sql.text("],\n    ").instant(asked.from()).text(", ").instant(asked.period().end());
    sql.text(", " + codes + ")");
  }

  private void mask(UnaryOperator<EventSelector> part) {
    List<EventSelector> selectors = asked.selectors();
    for (int i = 0; i < selectors.size(); i++) {
      sql.text(i == 0 ? "IF(" : " + IF(");
      part.apply(selectors.get(i)).condition(sql);
      sql.text(", BIGINT '%d', 0)".formatted(1L << i));
    }
  }

  /** One event for all of a person that are alike in an interval. */
  private void others() {
    sql.text("    UNION ALL\n    SELECT event_part(")
        .text(PersonSql.personKey("s"))
        .text(ofEvents ? ", s.event_time, 1, s.set_mask" : ", s.event_time, NULL, s.set_mask")
        .text(asked.groups().areAny() ? ", coalesce(s.event_group, '')" : "")
        // What blocks say of doubts is not said where there are none, and first times are of
        // rollups too.
        .text("), ")
        .text(asked.firstTimes().isEmpty() ? "0" : PersonSql.DOUBTS)
        .text("\n    FROM (\n");
    if (!asked.raw().isEmpty()) {
      events();
    }
    if (!asked.firstTimes().isEmpty()) {
      sql.text(asked.raw().isEmpty() ? "" : "      UNION ALL\n");
      firstTimes();
    }
    sql.text("    ) s\n").text(PersonSql.joins("s"));
  }

  private void events() {
    LakeScope scope = sql.scope();
    String group = asked.groups().areAny() ? ", event_group" : "";
    sql.text("      SELECT ")
        .text(
            ofEvents
                ? "arbitrary(distinct_id) AS distinct_id, min(event_time) AS event_time,\n"
                    + "        arbitrary(set_mask) AS set_mask"
                    + (group.isEmpty() ? "" : ", arbitrary(event_group) AS event_group")
                : "distinct_id, min(event_time) AS event_time, set_mask" + group)
        .text("\n      FROM (\n        SELECT distinct_id, event_time, ")
        .text(ofEvents ? EventIdSql.COLUMN + ", " : "");
    Optional<Interval> interval = asked.interval();
    if (interval.isPresent()) {
      interval.get().numberOfRow(sql, asked.period());
    } else {
      sql.text("0");
    }
    sql.text(" AS interval_number,\n          ");
    mask(UnaryOperator.identity());
    sql.text(" AS set_mask");
    if (asked.groups().areAny()) {
      sql.text(", ");
      asked.groups().write(sql);
      sql.text(" AS event_group");
    }
    sql.text("\n        FROM ");
    sql.text(scope.names().table(Tables.EVENTS, DayRange.parts(asked.raw())))
        .text("\n        WHERE project_id = ")
        .value(scope.projectId())
        .text(" AND ");
    if (asked.since().isPresent()) {
      asked.period().since(asked.since().get()).condition(sql, asked.raw());
    } else {
      asked.period().conditionUpToEnd(sql, asked.raw());
    }
    EventSelector.names(sql, asked.selectors());
    if (!asked.filter().equals(Filter.ANY)) {
      sql.text(" AND ");
      FilterSql.condition(sql, asked.filter());
    }
    sql.text("\n      )\n      WHERE set_mask <> 0\n")
        .text("      GROUP BY ")
        .text(ofEvents ? "event_id" : "distinct_id, interval_number, set_mask" + group)
        .text("\n");
  }

  /** When a person began is of the first set, which tells that. */
  private void firstTimes() {
    sql.text("      SELECT person_id AS distinct_id, first_event_time AS event_time, BIGINT '1'")
        .text("\n      FROM ")
        .text(sql.scope().names().table(Tables.FIRST_SEEN, null, asked.firstTimes().last()))
        .text("\n      WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    firstTimes(sql, asked.selectors().getFirst(), asked.firstTimes());
  }

  /** Writes the condition on first times of what {@code first} names, on these days or before. */
  static void firstTimes(SqlStatement.Builder sql, EventSelector first, SortedSet<LocalDate> days) {
    List<String> events = first.events();
    sql.text(events.isEmpty() ? "event IS NULL" : "event IN (").values(events);
    sql.text(events.isEmpty() ? " AND " : ") AND ");
    // Those of days that are no longer kept are remembered there.
    DayRange.condition(sql, "event_date", DayRange.fromTheBeginning(DayRange.of(days)));
    sql.text("\n");
  }
}
