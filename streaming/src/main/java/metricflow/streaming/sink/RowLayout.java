package metricflow.streaming.sink;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import metricflow.bus.RejectedEvent;
import metricflow.event.Event;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * How rows of type {@code R} become rows of a table.
 *
 * @param table the table
 * @param cells a writer for each column that is in the files, by column name
 * @param varied columns whose values hardly repeat within a file: a dictionary and a minimum would
 *     save little, and took a quarter of the job's time
 * @param projectId reads the project id, for statistics
 * @param partitionTime reads the time the partition and the statistics are taken from, epoch
 *     milliseconds
 * @param timeColumn the column of that time
 */
public record RowLayout<R>(
    Table table,
    Map<String, Cell<R>> cells,
    Set<String> varied,
    ToIntFunction<R> projectId,
    ToLongFunction<R> partitionTime,
    String timeColumn) {

  /** Every column of the files has a writer. */
  public RowLayout {
    List<String> missing =
        table.appendedColumns().stream()
            .map(column -> column.name())
            .filter(name -> !cells.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(table.name() + " has no writer for " + missing);
    }
  }

  /** Rows of {@link Tables#EVENTS}. */
  public static RowLayout<EventRow> events() {
    return new RowLayout<>(
        Tables.EVENTS,
        Map.ofEntries(
            Map.entry("project_id", Cell.int32(row -> row.batch().projectId())),
            Map.entry("event_time", Cell.instant(row -> row.event().eventTime())),
            Map.entry("event", Cell.text(row -> row.event().event())),
            Map.entry("distinct_id", Cell.text(row -> row.event().distinctId())),
            Map.entry("anonymous_id", Cell.text(row -> row.event().anonymousId())),
            Map.entry("session_id", Cell.text(row -> row.event().sessionId())),
            Map.entry("event_id", Cell.uuid(row -> row.event().eventId())),
            Map.entry(
                "sequence", Cell.int32Unless(Event.NO_SEQUENCE, row -> row.event().sequence())),
            Map.entry("client_time", Cell.instant(row -> row.event().clientTime())),
            Map.entry("sent_at", Cell.instant(row -> row.batch().sentAt())),
            Map.entry("received_at", Cell.instant(row -> row.batch().receivedAt())),
            Map.entry("host", Cell.text(row -> row.event().host())),
            Map.entry("page", Cell.text(row -> row.event().page())),
            Map.entry("referrer", Cell.text(row -> row.event().referrer())),
            Map.entry("utm_source", Cell.text(row -> row.event().utmSource())),
            Map.entry("utm_medium", Cell.text(row -> row.event().utmMedium())),
            Map.entry("utm_campaign", Cell.text(row -> row.event().utmCampaign())),
            Map.entry("country", Cell.text(row -> row.event().country())),
            Map.entry("device", Cell.text(row -> row.event().device())),
            Map.entry("browser", Cell.text(row -> row.event().browser())),
            Map.entry("os", Cell.text(row -> row.event().os())),
            Map.entry("plan", Cell.text(row -> row.event().plan())),
            Map.entry("sdk", Cell.text(row -> row.event().sdk())),
            Map.entry("properties", Cell.text(row -> row.event().properties())),
            Map.entry("user_properties", Cell.text(row -> row.event().userProperties()))),
        Set.of(
            "event_id",
            "event_time",
            "client_time",
            "distinct_id",
            "anonymous_id",
            "session_id",
            "properties"),
        row -> row.batch().projectId(),
        row -> row.event().eventTime(),
        "event_time");
  }

  /** Rows of {@link Tables#REJECTED_EVENTS}. */
  public static RowLayout<RejectedEvent> rejectedEvents() {
    return new RowLayout<>(
        Tables.REJECTED_EVENTS,
        Map.of(
            "reject_id", Cell.uuid(RejectedEvent::rejectId),
            "project_id", Cell.int32Unless(NO_PROJECT, RowLayout::projectOf),
            "correlation_id", Cell.text(row -> row.correlationId().toString()),
            "received_at", Cell.instant(RejectedEvent::receivedAt),
            "reason", Cell.text(RejectedEvent::reason),
            "detail", Cell.text(RejectedEvent::detail),
            "event_id", Cell.text(RejectedEvent::eventId),
            "key_prefix", Cell.text(RejectedEvent::keyPrefix),
            "payload", Cell.text(RejectedEvent::payload)),
        Set.of("reject_id", "payload"),
        RowLayout::projectOf,
        RejectedEvent::receivedAt,
        "received_at");
  }

  private static final int NO_PROJECT = Integer.MIN_VALUE;

  private static int projectOf(RejectedEvent rejected) {
    return rejected.projectId() == null ? NO_PROJECT : rejected.projectId();
  }
}
