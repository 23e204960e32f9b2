package metricflow.api.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.event.Event;
import metricflow.funnel.FunnelStep;
import metricflow.table.Tables;

/**
 * A funnel as SQL: one row with the persons who reached step 1, 2, ... The Trino function {@code
 * funnel_steps_reached} of ours looks at each person's events once.
 *
 * <p>Before compaction the events table may hold an event twice, with the same id. Where no event
 * can fill two steps this changes nothing: the copy fills the step the first has filled. Where one
 * can (a step that repeats), the copy would count as the repetition; only then are rows made
 * distinct by event id first, which costs reading the ids and one more grouping.
 */
final class FunnelSql {
  private static final int NO_SEQUENCE = Event.NO_SEQUENCE;

  private final LakeNames names;
  private final PersonSql persons;

  FunnelSql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  SqlStatement compile(int projectId, Funnel query, RolledDays rolled) {
    SqlStatement.Builder sql = new SqlStatement.Builder().text("WITH ");
    persons.tables(sql, projectId, rolled);
    sql.text(",\n");
    stepEvents(sql, projectId, query);
    sql.text(",\n");
    reached(sql, query);
    sql.text("SELECT ")
        .text(
            IntStream.rangeClosed(1, query.steps().size())
                .mapToObj("count_if(steps_reached >= %1$d) AS step_%1$d"::formatted)
                .collect(Collectors.joining(", ")))
        .text("\nFROM reached");
    return sql.build();
  }

  private void stepEvents(SqlStatement.Builder sql, int projectId, Funnel query) {
    boolean once = sharesEvents(query.steps());
    sql.text("matched AS (\n  SELECT distinct_id, event_time, coalesce(sequence, ")
        .text(Integer.toString(NO_SEQUENCE))
        .text(") AS sequence,")
        .text(once ? " event_id," : "")
        .text("\n    ");
    mask(sql, query.steps());
    sql.text(" AS step_mask\n  FROM ")
        .text(names.table(Tables.EVENTS))
        .text("\n  WHERE project_id = ")
        .value(projectId)
        .text(" AND event_date BETWEEN ")
        .value(query.from())
        .text(" AND ")
        .value(query.to())
        .text("\n    AND event IN (")
        .values(query.steps().stream().map(FunnelStep::event).distinct().toList())
        .text(")\n),\nstep_events AS (\n")
        .text(once ? ONCE_PER_EVENT : ALL_ROWS)
        .text(")");
  }

  private static final String ALL_ROWS = "  SELECT * FROM matched WHERE step_mask <> 0\n";

  private static final String ONCE_PER_EVENT =
      """
        SELECT arbitrary(distinct_id) AS distinct_id, min(event_time) AS event_time,
          arbitrary(sequence) AS sequence, arbitrary(step_mask) AS step_mask
        FROM matched WHERE step_mask <> 0 GROUP BY event_id
      """;

  private static void mask(SqlStatement.Builder sql, List<FunnelStep> steps) {
    for (int step = 0; step < steps.size(); step++) {
      sql.text(step == 0 ? "IF(event = " : "\n    + IF(event = ").value(steps.get(step).event());
      for (FunnelStep.Filter filter : steps.get(step).filters()) {
        sql.text(" AND ").text(filter.dimension().column()).text(" = ").value(filter.value());
      }
      sql.text(", %d, 0)".formatted(1 << step));
    }
  }

  private static void reached(SqlStatement.Builder sql, Funnel query) {
    sql.text("reached AS (\n  SELECT ")
        .text(PersonSql.person("s"))
        .text(" AS person_id,\n    funnel_steps_reached(")
        .value(query.steps().size())
        .text(", ")
        .value(query.conversionWindowSeconds() * 1000)
        .text(", s.event_time, s.sequence, s.step_mask) AS steps_reached\n  FROM step_events s\n")
        .text(PersonSql.joins("s"))
        .text("  GROUP BY 1\n)\n");
  }

  /** Whether some event could fill two of the steps. */
  static boolean sharesEvents(List<FunnelStep> steps) {
    for (int a = 0; a < steps.size(); a++) {
      for (int b = a + 1; b < steps.size(); b++) {
        if (steps.get(a).event().equals(steps.get(b).event())
            && !exclude(steps.get(a), steps.get(b))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean exclude(FunnelStep a, FunnelStep b) {
    return a.filters().stream()
        .anyMatch(one ->
            b.filters().stream()
                .anyMatch(other ->
                    one.dimension() == other.dimension() && !one.value().equals(other.value())));
  }
}
