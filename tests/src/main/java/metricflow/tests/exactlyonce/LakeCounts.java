package metricflow.tests.exactlyonce;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.config.Config;
import metricflow.event.Dimension;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;

/** What the live counters of a project must say, computed from the lake's rows by SQL. */
final class LakeCounts {
  private static final String ROWS = "lake.tables.events WHERE project_id = ?";

  private static final List<Dimension> DIMENSIONS =
      LiveDimensions.of(Config.fromEnvironment()).all();

  /** A batch that was sent twice may be in the lake twice, until compaction: its events are one. */
  private static final String EVENTS =
      """
      (
        SELECT event_id, min(event_time) AS event_time, min(event_date) AS event_date,
          arbitrary(distinct_id) AS distinct_id, arbitrary(anonymous_id) AS anonymous_id,
          arbitrary(sequence) AS sequence%s
        FROM %s
        GROUP BY event_id)\
      """
          .formatted(
              DIMENSIONS.stream()
                  .map(Dimension::column)
                  .map(", arbitrary(%1$s) AS %1$s"::formatted)
                  .collect(Collectors.joining()),
              ROWS);

  private static final String VISITOR = "coalesce(anonymous_id, distinct_id)";
  private static final String MINUTE =
      "date_diff('minute', TIMESTAMP '1970-01-01 00:00:00 UTC', event_time)";

  private final LakeSql lake;
  private final Project project;

  LakeCounts(LakeSql lake, Project project) {
    this.lake = lake;
    this.project = project;
  }

  /** A counter of a minute. */
  record Counter(long epochMinute, String field) implements Comparable<Counter> {
    @Override
    public int compareTo(Counter other) {
      int order = Long.compare(epochMinute, other.epochMinute);
      return order == 0 ? field.compareTo(other.field) : order;
    }

    @Override
    public String toString() {
      return epochMinute + " " + field;
    }
  }

  /** Numbers of the accepted events, one for each row. */
  long[] events() {
    return lake
        .rows("SELECT from_big_endian_64(substr(event_id, 9)) FROM " + ROWS, project.id())
        .stream()
        .mapToLong(row -> (long) row.getFirst())
        .toArray();
  }

  /** Numbers of the rejected events, one for each row. */
  long[] rejectedEvents() {
    return lake
        .texts("SELECT event_id FROM rejected_events WHERE project_id = ?", project.id())
        .stream()
        .mapToLong(id -> Sent.number(UUID.fromString(id)))
        .toArray();
  }

  /** Events by minute and field, as a minute's hash counts them. */
  Map<Counter, Long> counters() {
    String fields =
        DIMENSIONS.stream()
            .map(Dimension::column)
            .map(column -> "'%s%s' || %s".formatted(column, LiveKeys.FIELD_SEPARATOR, column))
            .collect(Collectors.joining(", ", "ARRAY['" + LiveKeys.TOTAL_FIELD + "', ", "]"));
    Map<Counter, Long> counters = new TreeMap<>();
    rows("""
    SELECT minute, field, count(*)
    FROM (SELECT %s AS minute, %s AS fields FROM %s)
    CROSS JOIN UNNEST(fields) AS t (field)
    WHERE field IS NOT NULL
    GROUP BY 1, 2\
    """
            .formatted(MINUTE, fields, EVENTS))
        .forEach(row ->
            counters.put(new Counter(number(row.get(0)), (String) row.get(1)), number(row.get(2))));
    return counters;
  }

  /** Visitors by minute, exact. */
  Map<Long, Long> visitors() {
    Map<Long, Long> visitors = new TreeMap<>();
    rows("SELECT %s, count(DISTINCT %s) FROM %s GROUP BY 1".formatted(MINUTE, VISITOR, EVENTS))
        .forEach(row -> visitors.put(number(row.get(0)), number(row.get(1))));
    return visitors;
  }

  /** Persons by UTC day and by the step that is their furthest. */
  Map<Long, Map<String, Long>> funnelSteps(FunnelDefinition funnel) {
    String mask =
        IntStream.range(0, funnel.steps().size())
            .mapToObj(
                step -> "IF(%s, %d, 0)".formatted(condition(funnel.steps().get(step)), 1 << step))
            .collect(Collectors.joining(" + "));
    Map<Long, Map<String, Long>> days = new TreeMap<>();
    rows("""
    SELECT day, reached, count(*)
    FROM (
      SELECT day, visitor,
        funnel_steps_reached(%d, %d, event_time, sequence, step_mask) AS reached
      FROM (
        SELECT date_diff('day', DATE '1970-01-01', event_date) AS day, %s AS visitor,
          event_time, sequence, %s AS step_mask
        FROM %s)
      WHERE step_mask <> 0
      GROUP BY 1, 2)
    WHERE reached > 0
    GROUP BY 1, 2\
    """
            .formatted(
                funnel.steps().size(),
                funnel.conversionWindowSeconds() * 1000,
                VISITOR,
                mask,
                EVENTS))
        .forEach(row ->
            days.computeIfAbsent(number(row.get(0)), day -> new TreeMap<>())
                .put(row.get(1).toString(), number(row.get(2))));
    return days;
  }

  private static String condition(FunnelStep step) {
    StringBuilder condition = new StringBuilder("event = '" + step.event() + "'");
    for (FunnelStep.Filter filter : step.filters()) {
      condition.append(" AND %s = '%s'".formatted(filter.dimension().column(), filter.value()));
    }
    return condition.toString();
  }

  private List<List<Object>> rows(String sql) {
    return lake.rows(sql, project.id());
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
