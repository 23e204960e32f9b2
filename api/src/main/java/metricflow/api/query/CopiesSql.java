package metricflow.api.query;

import java.util.List;
import metricflow.event.DerivedEventId;
import metricflow.table.Tables;

/**
 * Which rows of the events table are one event each, as SQL. Compaction keeps one row of an event
 * and leaves out of it the id, where that follows; such rows stand alone. Only a row that came
 * later may be a copy of one of them, and it has its id, made as those are ({@link
 * metricflow.event.DerivedEventId}).
 */
final class CopiesSql {
  /** Of the version of those that are left out. */
  private static final String MAY_BE_LEFT_OUT =
      "event_id IS NOT NULL AND substr(event_id, 7, 1) BETWEEN X'%1$X0' AND X'%1$XF'"
          .formatted(DerivedEventId.VERSION);

  private CopiesSql() {}

  /**
   * Writes the common table {@code name} with the {@code event_id} of each row that is a copy of
   * one that stands alone, on the same day. There are few, and mostly none: then Trino stops
   * reading those that stand alone when it knows.
   *
   * @param selectors which events matter
   */
  static void table(
      SqlStatement.Builder sql, String name, List<DayRange> days, List<EventSelector> selectors) {
    sql.text(name).text(" AS (\n  SELECT later.event_id\n  FROM (");
    rows(sql, EventIdSql.COLUMN, days, selectors);
    sql.text(" AND event_id IS NULL\n  ) first\n  JOIN (");
    rows(sql, "event_id", days, selectors);
    // On the right, Trino reads them first, and of the others only what they leave in question.
    sql.text(" AND " + MAY_BE_LEFT_OUT + "\n  ) later ON later.distinct_id = first.distinct_id")
        .text(" AND later.event_date = first.event_date AND later.event_id = first.event_id\n)");
  }

  private static void rows(
      SqlStatement.Builder sql, String id, List<DayRange> days, List<EventSelector> selectors) {
    sql.text("\n    SELECT distinct_id, event_date, " + id + "\n    FROM ")
        .text(sql.scope().names().table(Tables.EVENTS, DayRange.parts(days)))
        .text("\n    WHERE project_id = ")
        .value(sql.scope().projectId())
        .text(" AND ");
    DayRange.condition(sql, "event_date", days);
    EventSelector.names(sql, selectors);
  }
}
