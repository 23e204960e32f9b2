package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.EventScan;
import metricflow.table.Tables;

/**
 * What the series of a {@link Segmentation} are computed of, as SQL: a common table with {@code
 * interval_number}, {@code value_k} for each field of the breakdown and {@code matches_i} for each
 * series; {@code person_key} and {@code number_i} where measures need them. A row is an event; with
 * a rollup it may stand for {@code events_i} of them.
 */
final class TrendsFactsSql {
  private static final String COPIES = "_copies";

  private final SqlStatement.Builder sql;
  private final Segmentation query;
  private final Optional<Trends> trends;
  private final Optional<TrendsRollup> rollup;

  TrendsFactsSql(
      SqlStatement.Builder sql,
      Segmentation query,
      Optional<Trends> trends,
      Optional<TrendsRollup> rollup) {
    this.sql = sql;
    this.query = query;
    this.trends = trends;
    this.rollup = rollup;
  }

  /** Whether it is about persons. */
  static boolean countsPersons(Segmentation query) {
    return query.series().stream().anyMatch(series -> series.measure().countsPersons());
  }

  private boolean countsEvents() {
    return query.series().stream().anyMatch(series -> series.measure().countsEvents());
  }

  /** The condition on a row that some series takes it. */
  static String matchesAny(Segmentation query) {
    return IntStream.range(0, query.series().size())
        .mapToObj(i -> "matches_" + i)
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** Writes the table {@code name}: each event of the period that some series takes, once. */
  void write(String name, Period period) {
    boolean persons = countsPersons(query);
    String matched = name + "_matched";
    SortedSet<LocalDate> rolled =
        rollup.isPresent() ? sql.scope().rolled().complete(period) : new TreeSet<>();
    SortedSet<LocalDate> raw = period.utcDaysBut(rolled);
    SortedSet<LocalDate> compacted = countsEvents() ? rolledUp(raw) : new TreeSet<>();
    if (!raw.isEmpty()) {
      matched(matched, period, DayRange.of(raw), DayRange.of(compacted));
      sql.text(",\n");
    }
    if (!compacted.isEmpty()) {
      CopiesSql.table(sql, name + COPIES, DayRange.of(compacted), query.selectors());
      sql.text(",\n");
    }
    sql.text(name).text(" AS (\n  SELECT e.*");
    sql.text(persons ? ", " + PersonSql.personKey("e") + " AS person_key" : "");
    sql.text("\n  FROM (\n");
    if (!raw.isEmpty()) {
      SortedSet<LocalDate> others = new TreeSet<>(raw);
      others.removeAll(compacted);
      events(name, DayRange.of(compacted), DayRange.of(others));
      sql.text(rolled.isEmpty() ? "" : "\n    UNION ALL\n");
    }
    if (!rolled.isEmpty()) {
      new RolledFactsSql(sql, query, this::number)
          .select(rollup.orElseThrow(), columns(), period, rolled);
    }
    sql.text("\n  ) e\n").text(persons ? PersonSql.joins("e") : "").text(")");
  }

  private SortedSet<LocalDate> rolledUp(SortedSet<LocalDate> days) {
    SortedSet<LocalDate> rolledUp = new TreeSet<>(days);
    rolledUp.retainAll(sql.scope().rolled().rolledAt().keySet());
    return rolledUp;
  }

  private void number() {
    if (trends.isPresent()) {
      trends.get().interval().numberOfRow(sql, query.period());
    } else {
      sql.text("BIGINT '0'");
    }
  }

  private void matched(String name, Period period, List<DayRange> days, List<DayRange> compacted) {
    EventScan scan = sql.scope().names().scan(query.propertyUses());
    sql.reading(scan);
    sql.text(name)
        .text(" AS (\n  SELECT distinct_id, ")
        .text(countsEvents() ? EventIdSql.COLUMN + ",\n    " : "");
    if (!compacted.isEmpty()) {
      sql.text("event_id IS NULL AS alone, event_date,\n    ");
    }
    number();
    sql.text(" AS interval_number");
    for (int i = 0; i < query.breakdown().size(); i++) {
      sql.text(",\n    ");
      FieldSql.text(sql, query.breakdown().get(i));
      sql.text(" AS value_" + i);
    }
    for (int i = 0; i < query.series().size(); i++) {
      series(i);
    }
    sql.text("\n  FROM ");
    scan.write(
        sql,
        sql.scope().names().table(Tables.EVENTS, DayRange.parts(days)),
        sql.scope().projectId());
    sql.text("\n  WHERE project_id = ").value(sql.scope().projectId()).text(" AND ");
    period.condition(sql, days);
    EventSelector.names(sql, query.selectors());
    sql.text("\n    AND ");
    FilterSql.condition(sql, query.filter());
    sql.reading(EventScan.PLAIN);
    sql.text("\n)");
  }

  private void series(int i) {
    Series series = query.series().get(i);
    sql.text(",\n    coalesce(");
    series.events().condition(sql);
    sql.text(", FALSE) AS matches_" + i);
    Optional<Field> number = series.measure().number();
    if (number.isPresent()) {
      sql.text(", ");
      FieldSql.number(sql, number.get());
      sql.text(" AS raw_" + i);
    }
  }

  /** The columns that rows of events and of rollups have in common. */
  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    if (countsPersons(query)) {
      columns.add("distinct_id");
    }
    columns.add("interval_number");
    for (int i = 0; i < query.breakdown().size(); i++) {
      columns.add("value_" + i);
    }
    for (int i = 0; i < query.series().size(); i++) {
      columns.add("matches_" + i);
    }
    if (rollup.isPresent()) {
      for (int i = 0; i < query.series().size(); i++) {
        columns.add("events_" + i);
      }
    }
    return columns;
  }

  /**
   * Writes rows, of which each is one event.
   *
   * @param compacted days on which rows may be looked at without their id, see {@link CopiesSql}
   * @param others the other days
   */
  private void events(String name, List<DayRange> compacted, List<DayRange> others) {
    String matched = name + "_matched";
    if (!countsEvents()) {
      // Of persons one row for what each did alike in an interval will do.
      sql.text("    SELECT DISTINCT ");
      rows(matched, "%s");
      sql.text(matchesAny(query));
      return;
    }
    // What costs least is asked first. That of compacted days few rows or none have an id, Trino
    // sees in the files.
    if (!compacted.isEmpty()) {
      sql.text("    SELECT ");
      rows(matched, "%s");
      sql.text("alone AND ");
      DayRange.condition(sql, "event_date", compacted);
      sql.text(" AND " + matchesAny(query) + "\n    UNION ALL\n    SELECT ");
      rows(matched, "arbitrary(%s)");
      sql.text("NOT alone AND ");
      DayRange.condition(sql, "event_date", compacted);
      sql.text(" AND " + matchesAny(query))
          .text(" AND event_id NOT IN (SELECT event_id FROM " + name + COPIES + ")")
          .text("\n    GROUP BY event_id")
          .text(others.isEmpty() ? "" : "\n    UNION ALL\n");
    }
    if (!others.isEmpty()) {
      // A row is one event when it is grouped by its id; a second delivery is left out so.
      sql.text("    SELECT ");
      rows(matched, "arbitrary(%s)");
      if (!compacted.isEmpty()) {
        DayRange.condition(sql, "event_date", others);
        sql.text(" AND ");
      }
      sql.text(matchesAny(query) + "\n    GROUP BY event_id");
    }
  }

  /** Writes the columns of rows that match, up to the condition. */
  private void rows(String matched, String aggregate) {
    // That of the only series is known by then, and would be found out twice.
    String known = query.series().size() == 1 ? "matches_0" : "";
    List<String> columns = new ArrayList<>();
    for (String column : columns()) {
      String value =
          column.startsWith("events_") ? "BIGINT '1'" : column.equals(known) ? "TRUE" : column;
      columns.add(aggregate.formatted(value) + " AS " + column);
    }
    for (int i = 0; i < query.series().size(); i++) {
      if (query.number(i).isPresent()) {
        String matches = known.isEmpty() ? "matches_" + i + " AND " : "";
        String value = "IF(%2$sis_finite(raw_%1$d), raw_%1$d)".formatted(i, matches);
        columns.add(aggregate.formatted(value) + " AS number_" + i);
      }
    }
    sql.text(String.join(", ", columns)).text("\n    FROM ").text(matched).text(" WHERE ");
  }
}
