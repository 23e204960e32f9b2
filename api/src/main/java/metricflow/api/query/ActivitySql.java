package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.query.promotion.EventScan;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.table.Tables;

/**
 * Who was active in which intervals, as SQL: the common table {@code activity} with a row for
 * {@code persons} persons, and in it an array {@code intervals_i} for each selector: the numbers of
 * the intervals in which they did what it takes, each once, in no order. Of a history all intervals
 * earlier than the one before the period are one.
 */
final class ActivitySql {
  private final LakeNames names;
  private final PersonSql persons;

  ActivitySql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  /**
   * Writes a statement, all but its order. If it does not count from events alone, the last column
   * is {@code doubts}, and there may be a row with that alone.
   *
   * @param ofTimelines the rows over {@code alike} of {@link ActiveIntervalsSql}
   * @param rows writes the same rows over {@code activity}
   */
  void count(
      SqlStatement.Builder sql,
      Activity activity,
      ActivitySource source,
      Function<AlikeSql, String> ofTimelines,
      Runnable rows) {
    if (source.of() == ActivitySource.Of.TIMELINES) {
      count(sql, activity.inTimelines(source.days()), ofTimelines);
      return;
    }
    sql.text("WITH ");
    tables(sql, activity, source.days());
    sql.text("\n");
    if (source.days().isEmpty()) {
      rows.run();
      return;
    }
    sql.text("SELECT r.*, d.doubts\nFROM (SELECT ")
        .text(PersonSql.DOUBTS)
        .text(" AS doubts) d LEFT JOIN (\n");
    rows.run();
    sql.text("\n) r ON TRUE");
  }

  /** Writes a statement that counts from timelines, all but its order. */
  static void count(
      SqlStatement.Builder sql, ActiveIntervals asked, Function<AlikeSql, String> rows) {
    sql.text("WITH ");
    new ActiveIntervalsSql(sql, asked).tables();
    sql.text("\n").text(rows.apply(new AlikeSql(asked.sets())));
  }

  private void tables(
      SqlStatement.Builder sql, Activity activity, SortedSet<LocalDate> rolledDays) {
    persons.tables(sql, sql.scope().projectId(), sql.scope().rolled());
    IntervalSets sets =
        IntervalSets.of(
            activity.selectors().size(),
            Optional.of(activity.interval()),
            activity.period(),
            activity.before());
    sql.text(",\nvisits AS (\n");
    List<DayRange> raw = activity.rawDays(rolledDays);
    if (!raw.isEmpty()) {
      // Fewer rows to find the person of.
      sql.text(sets.areBits() ? "  SELECT distinct_id, " + sets.gathered() + "\n  FROM (\n" : "");
      sql.text(sets.areBits() ? "  SELECT" : "  SELECT DISTINCT");
      events(sql, activity, raw);
      sql.text(sets.areBits() ? "  )\n  GROUP BY distinct_id\n" : "");
    }
    if (!rolledDays.isEmpty()) {
      sql.text(raw.isEmpty() ? "" : "  UNION ALL\n");
      sql.text(sets.areBits() ? "  SELECT distinct_id, " + sets.ofRow() + "\n  FROM (\n" : "");
      rollups(sql, activity, rolledDays);
      sql.text(sets.areBits() ? "  )\n" : "");
    }
    sql.text("),\nby_person AS (\n  SELECT ")
        .text(sets.areBits() ? sets.together() : sets.gathered())
        .text("\n  FROM visits v\n")
        .text(PersonSql.joins("v"))
        .text("  GROUP BY ")
        .text(PersonSql.personKey("v"))
        .text("\n),\nactivity AS (\n  ")
        .text(sets.counted("", "by_person"))
        .text("\n)");
  }

  private void events(SqlStatement.Builder sql, Activity activity, List<DayRange> days) {
    List<EventSelector> selectors = activity.selectors();
    EventScan scan =
        names.scan(PropertyUse.distinct(selectors.stream().flatMap(EventSelector::propertyUses)));
    sql.reading(scan);
    sql.text(" distinct_id, ");
    activity.interval().numberOfRow(sql, activity.period());
    sql.text(" AS interval_number");
    for (int i = 0; i < selectors.size(); i++) {
      sql.text(",\n    coalesce(");
      selectors.get(i).condition(sql);
      sql.text(", FALSE) AS matches_" + i);
    }
    sql.text("\n  FROM ");
    scan.write(sql, names.table(Tables.EVENTS, DayRange.parts(days)), sql.scope().projectId());
    sql.text("\n  WHERE project_id = ").value(sql.scope().projectId()).text(" AND ");
    if (activity.history()) {
      activity.period().conditionUpToEnd(sql, days);
    } else {
      activity.period().condition(sql, days);
    }
    EventSelector.names(sql, selectors);
    sql.reading(EventScan.PLAIN);
    sql.text("\n");
  }

  /** Persons' days; for a history those since the interval before the period, and first times. */
  private void rollups(SqlStatement.Builder sql, Activity activity, SortedSet<LocalDate> days) {
    List<EventSelector> selectors = activity.selectors();
    SortedSet<LocalDate> recent = days.tailSet(activity.since());
    if (!recent.isEmpty()) {
      rows(
          sql,
          activity,
          selectors.stream().map(TrendsRollup::onPersonDay).toList(),
          names.table(Tables.USER_DAYS, recent.first(), recent.last()));
      DayRange.condition(sql, "event_date", DayRange.of(recent));
      sql.text("\n");
    }
    if (activity.history()) {
      sql.text(recent.isEmpty() ? "" : "  UNION ALL\n");
      rows(
          sql,
          activity,
          IntStream.range(0, selectors.size()).mapToObj(i -> i == 0 ? "TRUE" : "FALSE").toList(),
          names.table(Tables.FIRST_SEEN, null, days.last()));
      ActiveIntervalsSql.firstTimes(sql, selectors.getFirst(), days);
    }
  }

  private static void rows(
      SqlStatement.Builder sql, Activity activity, List<String> matches, String table) {
    sql.text("  SELECT person_id AS distinct_id, ");
    activity.interval().numberOfRow(sql, activity.period());
    sql.text(" AS interval_number");
    sql.text(
        IntStream.range(0, matches.size())
            .mapToObj(i -> ", " + matches.get(i) + " AS matches_" + i)
            .collect(Collectors.joining()));
    sql.text("\n  FROM ")
        .text(table)
        .text("\n  WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
  }
}
