package metricflow.jobs.backfill;

import java.io.Serializable;
import java.util.Set;
import java.util.function.ToLongFunction;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * How rows of type {@code R} are written to a table.
 *
 * @param table the table
 * @param time of a row, epoch milliseconds: its day is the partition
 * @param timeColumn name of the column with that time
 * @param varied columns whose values hardly repeat in a file: a dictionary would only cost time
 * @param cells hands over the cells in the order of the table's columns
 */
record RowKind<R>(
    Table table,
    ToLongFunction<R> time,
    String timeColumn,
    Set<String> varied,
    CellWriter<R> cells) {

  /** Hands the cells of a row over. */
  @FunctionalInterface
  interface CellWriter<R> {
    void write(R row, Cells to);
  }

  /**
   * A record that cannot be used.
   *
   * @param reason slug of the problem
   * @param detail what was wrong, and on which line
   * @param eventId as the source has it, or null
   * @param payload the record
   */
  record Rejected(String reason, String detail, String eventId, String payload)
      implements Serializable {}

  static RowKind<Event> events(int projectId, long importedAt) {
    return new RowKind<>(
        Tables.EVENTS,
        Event::eventTime,
        "event_time",
        Set.of("event_id", "event_time", "client_time", "properties"),
        (event, cells) -> {
          cells
              .number(projectId)
              .instant(event.eventTime())
              .text(event.event())
              .text(event.distinctId())
              .text(event.anonymousId())
              .text(event.sessionId())
              .uuid(event.eventId());
          if (event.sequence() == Event.NO_SEQUENCE) {
            cells.none();
          } else {
            cells.number(event.sequence());
          }
          cells
              .instant(event.clientTime())
              .none()
              .instant(importedAt)
              .text(event.host())
              .text(event.page())
              .text(event.referrer())
              .text(event.utmSource())
              .text(event.utmMedium())
              .text(event.utmCampaign())
              .text(event.country())
              .text(event.device())
              .text(event.browser())
              .text(event.os())
              .text(event.plan())
              .text(event.sdk())
              .text(event.properties())
              .text(event.userProperties());
        });
  }

  static RowKind<Rejected> rejected(int projectId, long importedAt, String correlationId) {
    return new RowKind<>(
        Tables.REJECTED_EVENTS,
        row -> importedAt,
        "received_at",
        Set.of("reject_id", "payload"),
        (row, cells) ->
            cells
                .uuid(EventIds.timeOrdered(importedAt))
                .number(projectId)
                .text(correlationId)
                .instant(importedAt)
                .text(row.reason())
                .text(row.detail())
                .text(row.eventId())
                .none()
                .text(row.payload()));
  }
}
