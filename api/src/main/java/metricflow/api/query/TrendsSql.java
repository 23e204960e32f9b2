package metricflow.api.query;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link Trends} and {@link Segmentation} as SQL. One row for each group and interval with the
 * columns {@code group_rank} (0: all groups not shown, else 1 for the group with the largest first
 * series, and so on), {@code group_count} (how many groups there are), {@code value_i} for each
 * field, {@code interval_number} and {@code result_i} for each series. The row without an interval
 * number is about the whole period. With persons from a rollup the last column is {@code doubts}:
 * unless it is 0, the numbers may not be those that events give.
 */
final class TrendsSql {
  private final LakeNames names;
  private final PersonSql persons;

  TrendsSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  /** The numbers; {@code rollup} is read on the days that have it, events on the others. */
  SqlStatement compile(
      int projectId, Segmentation query, RolledDays rolled, Optional<TrendsRollup> rollup) {
    return new Writer(
            new LakeScope(names, projectId, rolled),
            query,
            Optional.empty(),
            query.period(),
            rollup)
        .write();
  }

  /** The same over time; the groups shown are those that are largest during {@code ranking}. */
  SqlStatement compile(
      int projectId,
      Trends query,
      Period ranking,
      RolledDays rolled,
      Optional<TrendsRollup> rollup) {
    return new Writer(
            new LakeScope(names, projectId, rolled),
            query.what(),
            Optional.of(query),
            ranking,
            rollup)
        .write();
  }

  private final class Writer {
    private final SqlStatement.Builder sql;
    private final LakeScope scope;
    private final Segmentation query;
    private final Optional<Trends> trends;
    private final Period ranking;
    private final Optional<TrendsRollup> rollup;
    private final TrendsFactsSql facts;

    private Writer(
        LakeScope scope,
        Segmentation query,
        Optional<Trends> trends,
        Period ranking,
        Optional<TrendsRollup> rollup) {
      this.scope = scope;
      this.sql = new SqlStatement.Builder(scope);
      this.query = query;
      this.trends = trends;
      this.ranking = ranking;
      this.rollup = rollup;
      this.facts = new TrendsFactsSql(sql, query, trends, rollup);
    }

    SqlStatement write() {
      sql.text("WITH ");
      if (TrendsFactsSql.countsPersons(query)) {
        persons.tables(sql, scope.projectId(), scope.rolled());
        sql.text(",\n");
      }
      facts.write(
          "facts",
          query.period().since(trends.map(Trends::firstDay).orElse(query.period().from())));
      if (grouped()) {
        sql.text(",\n");
        if (ranking.equals(query.period())) {
          ranks("facts", "interval_number >= 0");
        } else {
          facts.write("ranking_facts", ranking);
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

    private boolean grouped() {
      return !query.breakdown().isEmpty();
    }

    private String values(String prefix) {
      return IntStream.range(0, query.breakdown().size())
          .mapToObj(i -> prefix + "value_" + i + ", ")
          .collect(Collectors.joining());
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
      MeasureSql.aggregate(sql, query.series().getFirst().measure(), 0, rollup.isPresent());
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
        MeasureSql.aggregate(sql, query.series().get(i).measure(), i, rollup.isPresent());
        sql.text(" AS result_" + i);
      }
      if (rollup.isPresent() && TrendsFactsSql.countsPersons(query)) {
        sql.text(",\n  ").text(PersonSql.DOUBTS).text(" AS doubts");
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
