package metricflow.api.query;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@link Trends} and {@link Segmentation} as SQL. One row for each group and interval with the
 * columns {@code group_rank} (0: all groups not shown, else 1 for the group with the largest first
 * series, and so on), {@code group_count} (how many groups there are), {@code value_i} for each
 * field, {@code interval_number} and {@code result_i} for each series. The row without an interval
 * number is about the whole period. With persons from a rollup the last column is {@code doubts}:
 * unless it is 0, the numbers may not be those that events give.
 */
final class TrendsSql {
  private static final String ORDER = "\nORDER BY group_rank, interval_number";

  private final LakeNames names;
  private final PersonSql persons;

  TrendsSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  /** The numbers; {@code rollup} is read on the days that have it, events on the others. */
  SqlStatement compile(
      int projectId,
      Segmentation query,
      ShownGroups shown,
      RolledDays rolled,
      Optional<TrendsRollup> rollup) {
    return new Writer(
            new LakeScope(names, projectId, rolled), query, Optional.empty(), shown, rollup)
        .write();
  }

  /** The same over time. */
  SqlStatement compile(
      int projectId,
      Trends query,
      ShownGroups shown,
      RolledDays rolled,
      Optional<TrendsRollup> rollup) {
    return new Writer(
            new LakeScope(names, projectId, rolled),
            query.what(),
            Optional.of(query),
            shown,
            rollup)
        .write();
  }

  private final class Writer {
    private final SqlStatement.Builder sql;
    private final LakeScope scope;
    private final Segmentation query;
    private final Optional<Trends> trends;
    private final ShownGroups shown;
    private final Optional<TrendsRollup> rollup;
    private final TrendsFactsSql facts;

    /** All days whose events count, and those of them that are rolled up. */
    private final Period read;

    private final SortedSet<LocalDate> rolled;
    private final boolean fromTimelines;

    private Writer(
        LakeScope scope,
        Segmentation query,
        Optional<Trends> trends,
        ShownGroups shown,
        Optional<TrendsRollup> rollup) {
      this.scope = scope;
      this.sql = new SqlStatement.Builder(scope);
      this.query = query;
      this.trends = trends;
      this.shown = shown;
      this.rollup = rollup;
      this.facts = new TrendsFactsSql(sql, query, trends, rollup);
      this.read = query.period().since(trends.map(Trends::firstDay).orElse(query.period().from()));
      this.rolled = scope.rolled().complete(read);
      this.fromTimelines =
          rollup.equals(Optional.of(new TrendsRollup.Timelines())) && !rolled.isEmpty();
    }

    SqlStatement write() {
      if (fromTimelines) {
        timelines();
        return sql.text(ORDER).build();
      }
      boolean counted = rollup.equals(Optional.of(new TrendsRollup.TimelineCounts()));
      sql.text("WITH ");
      if (counted && !rolled.isEmpty()) {
        new ActiveIntervalsSql(sql, activeIntervals(new ShownGroups.Largest())).facts();
      } else {
        if (TrendsFactsSql.countsPersons(query)) {
          persons.tables(sql, scope.projectId(), scope.rolled());
          sql.text(",\n");
        }
        facts.write("facts", read);
      }
      SpreadRow row = SpreadRow.of(query, shown, rollup);
      sql.text(",\n");
      new SpreadSql(sql, query, trends, SpreadRow.ofFacts(rollup)).write(row);
      Runnable before =
          () ->
              sql.text("\n")
                  .text(counted ? TimelineQuestionSql.ROWS_IN_DOUBT.formatted(doubts()) : "");
      if (query.breakdown().isEmpty()) {
        before.run();
        whole(row);
      } else {
        // Of persons who are counted from timelines on other days.
        boolean doubts = rollup.equals(Optional.of(new TrendsRollup.Timelines()));
        TrendsGroupsSql groups = new TrendsGroupsSql(sql, query, row, doubts, before);
        switch (shown) {
          case ShownGroups.Largest() -> groups.largest();
          case ShownGroups.Named named -> groups.named(named);
        }
      }
      return sql.text(counted ? "\n) r ON TRUE" : "").text(ORDER).build();
    }

    private String doubts() {
      return rolled.isEmpty() ? "VALUES 0" : TimelineQuestionSql.DOUBTS;
    }

    private void timelines() {
      ActiveIntervals asked = activeIntervals(shown);
      if (query.breakdown().isEmpty()) {
        ActivitySql.count(sql, asked, alike -> alike.trends(query.series().size(), trends));
        return;
      }
      sql.text("WITH ");
      new ActiveIntervalsSql(sql, asked).tables();
      new AlikeGroupsSql(sql, query, new AlikeSql(asked.sets())).write(trends, shown);
    }

    private ActiveIntervals activeIntervals(ShownGroups groups) {
      PersonsApart asked = PersonsApart.of(query.selectors(), query.filter());
      return new ActiveIntervals(
          asked.selectors(),
          query.period(),
          trends.map(Trends::interval),
          trends.map(Trends::before).orElse(0),
          Optional.of(read.from()),
          rolled,
          new TreeSet<>(),
          DayRange.of(read.utcDaysBut(rolled)),
          asked.filter(),
          new TimelineGroups(query.breakdown(), groups),
          asked.persons());
    }

    private void whole(SpreadRow row) {
      sql.text("SELECT BIGINT '1' AS group_rank, BIGINT '1' AS group_count, ")
          .text("interval_covered AS interval_number");
      MeasureSql.aggregates(sql, query, row);
      if (rollup.isPresent() && TrendsFactsSql.countsPersons(query)) {
        sql.text(",\n  ").text(PersonSql.DOUBTS).text(" AS doubts");
      }
      sql.text("\nFROM spread\nGROUP BY interval_covered");
    }
  }
}
