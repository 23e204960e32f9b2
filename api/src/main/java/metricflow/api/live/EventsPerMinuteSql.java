package metricflow.api.live;

import java.util.List;
import metricflow.api.query.LakeNames;
import metricflow.api.query.SqlStatement;
import metricflow.table.Tables;

/** The last hour by minute, counted in the lake: what the live numbers can be checked against. */
final class EventsPerMinuteSql {
  private final String sql;

  EventsPerMinuteSql(LakeNames names) {
    this.sql =
        """
        SELECT date_trunc('minute', event_time) AS minute, count(DISTINCT event_id) AS events
        FROM %s
        WHERE project_id = ?
          AND event_date >= CAST((current_timestamp - INTERVAL '60' MINUTE) AT TIME ZONE 'UTC' AS date)
          AND event_time >= date_trunc('minute', current_timestamp) - INTERVAL '59' MINUTE
        GROUP BY 1
        ORDER BY 1\
        """
            .formatted(names.view(Tables.EVENTS));
  }

  String of(int projectId) {
    return new SqlStatement(sql, List.of(projectId)).reproducible();
  }
}
