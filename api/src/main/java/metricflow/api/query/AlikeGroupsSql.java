package metricflow.api.query;

import java.util.List;
import java.util.Optional;

/**
 * The end of the statement of {@link TrendsSql} where unique persons are broken down and counted
 * from timelines: reads the common table {@code alike} of {@link ActiveIntervalsSql} once. The last
 * column is {@code doubts}; where no group is shown, a row without a rank tells it alone.
 */
final class AlikeGroupsSql {
  private final SqlStatement.Builder sql;
  private final Segmentation query;
  private final AlikeSql alike;

  AlikeGroupsSql(SqlStatement.Builder sql, Segmentation query, AlikeSql alike) {
    this.sql = sql;
    this.query = query;
    this.alike = alike;
  }

  /** Writes it all but its order. */
  void write(Optional<Trends> trends, ShownGroups shown) {
    int series = query.series().size();
    AlikeSql.Points points = alike.points(series, trends);
    sql.text(
        """
        ,
        by_group AS (
          SELECT event_group, max(IF(%s, 1, 0)) AS counts,
            %s, max(doubts) AS doubts
          FROM alike GROUP BY event_group
        )\
        """
            .formatted(alike.inPeriodAny(series), points.columns()));
    switch (shown) {
      case ShownGroups.Largest() -> largest(points);
      case ShownGroups.Named named -> named(named, points);
    }
  }

  private void largest(AlikeSql.Points points) {
    int fields = query.breakdown().size();
    sql.text(
            """
            ,
            ranked AS (
              SELECT *, row_number() OVER (
                  ORDER BY event_group IS NULL, counts DESC, whole_0 DESC, event_group) AS place,
                sum(counts) OVER () AS group_count, count(event_group) OVER () AS all_groups,
                max(doubts) OVER () AS all_doubts
              FROM by_group
            ),
            shown AS (
              SELECT *, event_group IS NOT NULL AND counts > 0 AND place <= \
            """)
        .value(query.limit())
        .text(
            """
             AS is_shown
              FROM ranked
            )
            SELECT group_rank, group_count, %s, interval_number,
              %s, all_groups, all_doubts AS doubts
            FROM (
              SELECT IF(is_shown, place) AS group_rank, group_count, p.interval_number, all_groups, all_doubts,
                %s,
                p.series, p.persons
              FROM shown CROSS JOIN UNNEST(%s) AS p (series, interval_number, persons)
              WHERE is_shown OR (place = 1 AND p.series = 0 AND p.interval_number IS NULL)
            )
            GROUP BY group_rank, group_count, all_groups, all_doubts, %s, interval_number\
            """
                .formatted(
                    TrendsGroupsSql.list(fields, i -> "value_" + i),
                    points.results(),
                    GroupSql.values(fields, "event_group"),
                    points.rows(),
                    TrendsGroupsSql.list(fields, i -> "value_" + i)));
  }

  private void named(ShownGroups.Named named, AlikeSql.Points points) {
    int fields = query.breakdown().size();
    sql.text("\nSELECT group_rank, BIGINT '0' AS group_count, ");
    for (int i = 0; i < fields; i++) {
      value(named.values(), i);
    }
    sql.text(
        """
        interval_number,
          %s, max(all_doubts) AS doubts
        FROM (
          SELECT CAST(event_group AS bigint) AS group_rank, max(doubts) OVER () AS all_doubts, *
          FROM by_group
        ) CROSS JOIN UNNEST(%s) AS p (series, interval_number, persons)
        GROUP BY group_rank, interval_number\
        """
            .formatted(points.results(), points.rows()));
  }

  /** Value {@code i} of the group of a rank, and a comma. */
  private void value(List<List<String>> values, int i) {
    if (values.isEmpty()) {
      sql.text("CAST(NULL AS varchar) AS value_" + i + ", ");
      return;
    }
    sql.text("CASE group_rank");
    for (int rank = 1; rank <= values.size(); rank++) {
      String value = values.get(rank - 1).get(i);
      if (value != null) {
        sql.text(" WHEN %d THEN ".formatted(rank)).value(value);
      }
    }
    // Where no group has a value there must be a branch still.
    sql.text(" WHEN -1 THEN '' END AS value_" + i + ", ");
  }
}
