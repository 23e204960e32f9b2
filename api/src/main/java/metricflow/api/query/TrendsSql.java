package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.EventScan;
import metricflow.table.Tables;

/**
 * {@link Trends} and {@link Segmentation} as SQL. One row for each group and interval with the
 * columns {@code group_rank} (0: all groups not shown, else 1 for the group with the largest first
 * series, and so on), {@code group_count} (how many groups there are), {@code value_i} for each
 * field, {@code interval_number} and {@code result_i} for each series. The row without an interval
 * number is about the whole period.
 */
final class TrendsSql {
  private final LakeNames names;
  private final PersonSql persons;

  TrendsSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  SqlStatement compile(int projectId, Segmentation query, RolledDays rolled) {
    return new Writer(
            new LakeScope(names, projectId, rolled), query, Optional.empty(), query.period())
        .write();
  }

  /** The trends; the groups shown are those that are largest during {@code ranking}. */
  SqlStatement compile(int projectId, Trends query, Period ranking, RolledDays rolled) {
    return new Writer(
            new LakeScope(names, projectId, rolled), query.what(), Optional.of(query), ranking)
        .write();
  }

  private final class Writer {
    private final SqlStatement.Builder sql;
    private final LakeScope scope;
    private final Segmentation query;
    private final Optional<Trends> trends;
    private final Period ranking;

    private Writer(LakeScope scope, Segmentation query, Optional<Trends> trends, Period ranking) {
      this.scope = scope;
      this.sql = new SqlStatement.Builder(scope);
      this.query = query;
      this.trends = trends;
      this.ranking = ranking;
    }

    SqlStatement write() {
      sql.text("WITH ");
      if (countsPersons()) {
        persons.tables(sql, scope.projectId(), scope.rolled());
        sql.text(",\n");
      }
      facts(
          "facts",
          query.period().since(trends.map(Trends::firstDay).orElse(query.period().from())));
      if (grouped()) {
        sql.text(",\n");
        if (ranking.equals(query.period())) {
          ranks("facts", "interval_number >= 0");
        } else {
          facts("ranking_facts", ranking);
          sql.text(",\n");
          ranks("ranking_facts", "TRUE");
        }
      }
      sql.text(",\nspread AS (\n");
      spread();
      sql.text(")\n");
      result();
      return sql.build();
    }

    private boolean countsPersons() {
      return query.series().stream().anyMatch(series -> series.measure().countsPersons());
    }

    private boolean countsEvents() {
      return query.series().stream().anyMatch(series -> series.measure().countsEvents());
    }

    private boolean grouped() {
      return !query.breakdown().isEmpty();
    }

    private String values(String prefix) {
      return IntStream.range(0, query.breakdown().size())
          .mapToObj(i -> prefix + "value_" + i + ", ")
          .collect(Collectors.joining());
    }

    /** Each event of the period that some series takes, once, with its person. */
    private void facts(String name, Period period) {
      String matched = name + "_matched";
      EventScan scan = names.scan(query.propertyUses());
      sql.reading(scan);
      sql.text(matched).text(" AS (\n  SELECT distinct_id, event_id, ");
      if (trends.isPresent()) {
        trends.get().interval().number(sql, query.period());
      } else {
        sql.text("BIGINT '0'");
      }
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
          names.table(Tables.EVENTS, period.firstUtcDay(), period.lastUtcDay()),
          scope.projectId());
      sql.text("\n  WHERE project_id = ").value(scope.projectId()).text(" AND ");
      period.condition(sql);
      EventSelector.names(sql, query.series().stream().map(Series::events).toList());
      sql.text("\n    AND ");
      FilterSql.condition(sql, query.filter());
      sql.reading(EventScan.PLAIN);
      sql.text("\n),\n").text(name).text(" AS (\n  SELECT e.*");
      sql.text(countsPersons() ? ", " + PersonSql.person("e") + " AS person_id" : "");
      sql.text("\n  FROM ");
      events(matched);
      sql.text(" e\n");
      sql.text(countsPersons() ? PersonSql.joins("e") : "");
      sql.text(")");
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

    private void events(String matched) {
      List<String> columns = new ArrayList<>();
      if (countsPersons()) {
        columns.add("distinct_id");
      }
      columns.add("interval_number");
      for (int i = 0; i < query.breakdown().size(); i++) {
        columns.add("value_" + i);
      }
      for (int i = 0; i < query.series().size(); i++) {
        columns.add("matches_" + i);
      }
      // A row is one event when it is grouped by its id; a second delivery is left out so.
      String column = countsEvents() ? "arbitrary(%1$s) AS %1$s" : "%s";
      String numbers =
          IntStream.range(0, query.series().size())
              .filter(i -> query.number(i).isPresent())
              .mapToObj(i -> ", " + number(i))
              .collect(Collectors.joining());
      String any =
          IntStream.range(0, query.series().size())
              .mapToObj(i -> "matches_" + i)
              .collect(Collectors.joining(" OR "));
      sql.text("(\n    SELECT ")
          .text(columns.stream().map(column::formatted).collect(Collectors.joining(", ")))
          .text(numbers)
          .text("\n    FROM ")
          .text(matched)
          .text(" WHERE ")
          .text(any)
          .text(countsEvents() ? "\n    GROUP BY event_id)" : ")");
    }

    private String number(int i) {
      String value = "IF(matches_%1$d AND is_finite(raw_%1$d), raw_%1$d)".formatted(i);
      return (countsEvents() ? "arbitrary(" + value + ")" : value) + " AS number_" + i;
    }

    private void ranks(String facts, String condition) {
      String values = values("");
      sql.text("ranks AS (\n  SELECT ").text(values);
      for (int i = 0; i < query.breakdown().size(); i++) {
        sql.text(key("", i)).text(" AS key_" + i + ", ");
      }
      sql.text("row_number() OVER (ORDER BY score DESC NULLS LAST, ")
          .text(
              IntStream.range(0, query.breakdown().size())
                  .mapToObj(i -> "value_" + i + " NULLS LAST")
                  .collect(Collectors.joining(", ")))
          .text(") AS group_rank, count(*) OVER () AS group_count\n  FROM (SELECT ")
          .text(values);
      MeasureSql.aggregate(sql, query.series().getFirst().measure(), 0);
      sql.text(" AS score\n    FROM ").text(facts).text(" WHERE ").text(condition);
      sql.text(" GROUP BY ").text(cut(values)).text(")\n)");
    }

    /** A text that is the same for the same value and never NULL. */
    private static String key(String prefix, int i) {
      return "coalesce('=' || %svalue_%d, '')".formatted(prefix, i);
    }

    /** Each fact once for every interval whose point covers it, and once for the whole period. */
    private void spread() {
      sql.text("  SELECT f.*, covered.interval_covered");
      sql.text(grouped() ? ",\n    r.group_rank, r.group_count" : "");
      sql.text("\n  FROM facts f\n");
      if (grouped()) {
        sql.text("  LEFT JOIN ranks r ON ")
            .text(
                IntStream.range(0, query.breakdown().size())
                    .mapToObj(i -> "r.key_" + i + " = " + key("f.", i))
                    .collect(Collectors.joining(" AND ")))
            .text("\n");
      }
      sql.text("  CROSS JOIN UNNEST(");
      if (trends.isEmpty()) {
        sql.text("ARRAY[CAST(NULL AS bigint)]");
      } else if (trends.get().window() == 1 && !trends.get().cumulative()) {
        sql.text("ARRAY[f.interval_number, NULL]");
      } else {
        long last = trends.get().interval().numbers(query.period()).size() - 1L;
        sql.text("sequence(greatest(f.interval_number, 0), ");
        if (trends.get().cumulative()) {
          sql.value(last);
        } else {
          sql.text("least(f.interval_number + ")
              .value(trends.get().window() - 1L)
              .text(", ")
              .value(last)
              .text(")");
        }
        sql.text(") || IF(f.interval_number >= 0, ARRAY[CAST(NULL AS bigint)], ARRAY[])");
      }
      sql.text(") AS covered (interval_covered)\n");
    }

    private void result() {
      sql.text("SELECT ");
      if (grouped()) {
        sql.text("IF(group_rank <= ")
            .value(query.limit())
            .text(", group_rank, 0) AS group_rank, max(group_count) AS group_count, ");
        for (int i = 0; i < query.breakdown().size(); i++) {
          sql.text("IF(group_rank <= ")
              .value(query.limit())
              .text(", value_" + i + ") AS value_" + i + ", ");
        }
      } else {
        sql.text("BIGINT '1' AS group_rank, BIGINT '1' AS group_count, ");
      }
      sql.text("interval_covered AS interval_number");
      for (int i = 0; i < query.series().size(); i++) {
        sql.text(",\n  ");
        MeasureSql.aggregate(sql, query.series().get(i).measure(), i);
        sql.text(" AS result_" + i);
      }
      sql.text("\nFROM spread\nGROUP BY ");
      if (grouped()) {
        String positions =
            IntStream.range(0, query.breakdown().size())
                .mapToObj(i -> (i + 3) + ", ")
                .collect(Collectors.joining());
        sql.text("1, ").text(positions);
      }
      sql.text("interval_covered\nORDER BY group_rank, interval_number");
    }

    private static String cut(String list) {
      return list.substring(0, list.length() - 2);
    }
  }
}
