package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link Funnel} as SQL: rows with the columns {@code step_1}, {@code step_2}, ...: how many
 * reached them. Before these, when groups are asked for: {@code group_rank} (0: all groups not
 * shown, else 1 for the largest, and so on; NULL: all there are), {@code value_i} and {@code
 * group_count}; with an interval: {@code interval_number}, NULL for the whole period. After them,
 * when times are asked for, first for the whole way and then for each step from the one before:
 * {@code mean_i} and {@code median_i} in seconds, and the numbers of the buckets.
 *
 * <p>And {@link FunnelPersons}: rows {@code person_id}, {@code event_time} (of the first step),
 * {@code last_time}, {@code steps_reached} and {@code total}.
 */
final class FunnelSql {
  /** The persons of all buckets, with the columns of {@code units}. */
  private static final String PATHS =
      """
      ,
      units AS (
        SELECT steps_reached, step_times, element_at(step_times, 1) AS event_time
        FROM reached CROSS JOIN UNNEST(f) AS paths(steps_reached, step_times)
      )
      """;

  private final LakeNames names;
  private final ConversionSql conversions;

  FunnelSql(LakeNames names) {
    this.names = names;
    this.conversions = new ConversionSql(names);
  }

  SqlStatement compile(int projectId, FunnelPersons query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    conversions.tables(sql, projectId, query.conversion(), true, List.of(), rolled);
    return sql.text(
            """
            SELECT person_id, event_time, element_at(step_times, -1) AS last_time, steps_reached,
              count(*) OVER () AS total
            FROM units WHERE steps_reached\
            """)
        .text(query.dropped() ? " = " : " > ")
        .value(query.step())
        .text("\nORDER BY event_time DESC, person_id LIMIT ")
        .value(query.limit())
        .build();
  }

  /** From events. */
  SqlStatement compile(int projectId, Funnel query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    conversions.tables(
        sql, projectId, query.conversion(), query.needsTimes(), query.breakdown(), rolled);
    result(sql, query, "");
    return sql.build();
  }

  /**
   * From the timelines of some days and the events of the others. One more column, {@code doubts},
   * is the last: unless it is 0, the numbers may not be those that events give.
   */
  SqlStatement compile(
      int projectId, Funnel query, SortedSet<LocalDate> timelines, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder(new LakeScope(names, projectId, rolled));
    boolean groups = !query.breakdown().isEmpty();
    boolean paths = query.interval().isPresent() || !query.bucketSeconds().isEmpty();
    TimelineConversion conversion =
        TimelineConversion.of(query.conversion(), query.breakdown()).orElseThrow();
    String function = (paths ? "funnel_paths" : "funnel_counts") + (groups ? "_by_group" : "");
    new TimelineSql(names).tables(sql, projectId, conversion, timelines, rolled, function);
    if (paths) {
      sql.text(groups ? pathsOfGroups(query) : PATHS);
      // Asked apart: a bucket may have doubts and nobody who took a step.
      result(sql, query, ",\n  (" + TimelineQuestionSql.DOUBTS + ") AS doubts");
    } else if (groups) {
      countsOfGroups(sql, query);
    } else {
      counts(sql, query);
    }
    return sql.build();
  }

  private static String pathsOfGroups(Funnel query) {
    return """
    ,
    units AS (
      SELECT steps_reached, step_times, element_at(step_times, 1) AS event_time,
        %s
      FROM reached CROSS JOIN UNNEST(f) AS paths(steps_reached, step_times, event_group)
    )
    """
        .formatted(GroupSql.values(query.breakdown().size(), "event_group"));
  }

  /** As {@link #result} counts them, from the sums of groups in buckets. */
  private static void countsOfGroups(SqlStatement.Builder sql, Funnel query) {
    int steps = query.conversion().steps().size();
    String values = values(query, "").substring(2);
    sql.text(
            """
            ,
            by_group AS (
              SELECT g.event_group, %s,
                max(r.doubts) AS doubts
              FROM reached r LEFT JOIN UNNEST(r.f) AS g(event_group, reached) ON TRUE
              GROUP BY g.event_group
            ),
            ranked AS (
              SELECT *, IF(event_group IS NOT NULL, row_number() OVER (
                  ORDER BY event_group IS NULL, step_1 DESC, event_group)) AS all_ranks,
                max(doubts) OVER () AS all_doubts
              FROM by_group
            )
            SELECT group_rank, %s, max(all_ranks) AS group_count, %s, max(all_doubts) AS doubts
            FROM (
              SELECT *, %s
              FROM (
                SELECT *, IF(all_ranks <= \
            """
                .formatted(
                    each(steps, "sum(g.reached[%1$d]) AS step_%1$d"),
                    values,
                    each(steps, "coalesce(sum(step_%1$d), 0) AS step_%1$d"),
                    GroupSql.values(query.breakdown().size(), "shown_group")))
        .value(query.limit())
        .text(", all_ranks, 0) AS group_rank, IF(all_ranks <= ")
        .value(query.limit())
        .text(
            """
            , event_group) AS shown_group
                FROM ranked
              )
            )
            GROUP BY GROUPING SETS ((group_rank, %s), ())
            HAVING grouping(group_rank) = 1 OR max(all_ranks) IS NOT NULL
            ORDER BY 1\
            """
                .formatted(values));
  }

  private static String each(int steps, String text) {
    return IntStream.rangeClosed(1, steps)
        .mapToObj(text::formatted)
        .collect(Collectors.joining(", "));
  }

  /** As {@link #result} counts them, from the sums of buckets. */
  private static void counts(SqlStatement.Builder sql, Funnel query) {
    sql.text("SELECT ")
        .text(each(query.conversion().steps().size(), "coalesce(sum(f[%1$d]), 0) AS step_%1$d"))
        .text(", coalesce(max(doubts), 0) AS doubts\nFROM reached");
  }

  private static void result(SqlStatement.Builder sql, Funnel query, String more) {
    boolean groups = !query.breakdown().isEmpty();
    String keys = groups ? "group_rank" + values(query, "") : "";
    sql.text("SELECT ").text(groups ? keys + ", max(all_ranks) AS group_count, " : "");
    sql.text(query.interval().isPresent() ? "interval_number, " : "");
    sql.text(
        each(query.conversion().steps().size(), "count_if(steps_reached >= %1$d) AS step_%1$d"));
    if (!query.bucketSeconds().isEmpty()) {
      for (int i = 0; i < query.conversion().steps().size(); i++) {
        times(sql, query, i);
      }
    }
    sql.text(more).text("\nFROM ");
    source(sql, query);
    if (groups || query.interval().isPresent()) {
      String interval = query.interval().isPresent() ? "interval_number" : "";
      String sets =
          IntStream.of(0, 1, 2, 3)
              .filter(set -> groups || (set & 1) == 0)
              .filter(set -> !interval.isEmpty() || (set & 2) == 0)
              .mapToObj(set ->
                  "("
                      + ((set & 1) == 0 ? "" : keys)
                      + (set == 3 ? ", " : "")
                      + ((set & 2) == 0 ? "" : interval)
                      + ")")
              .collect(Collectors.joining(", "));
      sql.text("\nGROUP BY GROUPING SETS (").text(sets).text(")\nORDER BY 1");
    }
  }

  private static String values(Funnel query, String prefix) {
    return IntStream.range(0, query.breakdown().size())
        .mapToObj(i -> ", " + prefix + "value_" + i)
        .collect(Collectors.joining());
  }

  private static void source(SqlStatement.Builder sql, Funnel query) {
    if (!query.needsTimes()) {
      sql.text("units");
      return;
    }
    boolean groups = !query.breakdown().isEmpty();
    sql.text("(\n  SELECT steps_reached");
    if (groups) {
      sql.text(", group_rank AS all_ranks, IF(group_rank <= ")
          .value(query.limit())
          .text(", group_rank, 0) AS group_rank");
      for (int i = 0; i < query.breakdown().size(); i++) {
        sql.text(", IF(group_rank <= ")
            .value(query.limit())
            .text(", value_" + i + ") AS value_" + i);
      }
    }
    query
        .interval()
        .ifPresent(interval -> {
          sql.text(",\n    ");
          interval.number(sql, query.conversion().period());
          sql.text(" AS interval_number");
        });
    if (!query.bucketSeconds().isEmpty()) {
      int steps = query.conversion().steps().size();
      duration(sql, 0, 1, steps);
      for (int i = 1; i < steps; i++) {
        duration(sql, i, i, i + 1);
      }
    }
    sql.text("\n  FROM ").text(groups ? ranked(query) : "units").text("\n)");
  }

  /** Largest groups first, equal ones by their values, none last. */
  private static String ranked(Funnel query) {
    String values = values(query, "").substring(2);
    String order =
        IntStream.range(0, query.breakdown().size())
            .mapToObj(i -> "value_" + i + " NULLS LAST")
            .collect(Collectors.joining(", "));
    return """
    (
        SELECT *, dense_rank() OVER (ORDER BY group_size DESC, %s) AS group_rank
        FROM (SELECT *, count(*) OVER (PARTITION BY %s) AS group_size FROM units)
      )\
    """
        .formatted(order, values);
  }

  private static void duration(SqlStatement.Builder sql, int index, int from, int to) {
    sql.text(
        """
        ,
            date_diff('millisecond', element_at(step_times, %d), element_at(step_times, %d))
              AS millis_%d\
        """
            .formatted(from, to, index));
  }

  private static void times(SqlStatement.Builder sql, Funnel query, int i) {
    sql.text(
        """
        ,
          avg(millis_%1$d) / 1000 AS mean_%1$d,
          element_at(array_sort(array_agg(millis_%1$d) FILTER (WHERE millis_%1$d IS NOT NULL)),
            CAST(greatest(1, ceiling(count(millis_%1$d) / 2e0)) AS bigint)) / 1000e0 AS median_%1$d\
        """
            .formatted(i));
    long from = 0;
    for (int bucket = 0; bucket <= query.bucketSeconds().size(); bucket++) {
      sql.text(",\n  count_if(millis_%d >= %d".formatted(i, from));
      if (bucket < query.bucketSeconds().size()) {
        from = query.bucketSeconds().get(bucket) * 1000;
        sql.text(" AND millis_%d < %d".formatted(i, from));
      }
      sql.text(")");
    }
  }
}
