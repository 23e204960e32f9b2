package metricflow.table;

import static metricflow.table.Column.derived;
import static metricflow.table.Column.optional;
import static metricflow.table.Column.required;
import static metricflow.table.ColumnType.BINARY;
import static metricflow.table.ColumnType.DATE;
import static metricflow.table.ColumnType.INT;
import static metricflow.table.ColumnType.STRING;
import static metricflow.table.ColumnType.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import metricflow.promotion.PropertyKind;

/**
 * The table of events, which is wider than all others: what a client sends, and what is derived.
 */
final class EventsTable {
  static final Table EVENTS =
      new Table(
          "events",
          "Accepted events",
          withDerived(
              required("project_id", INT, "Project the event belongs to"),
              required("event_time", TIMESTAMP, "When it happened, clock corrected"),
              required("event", STRING, "Event name"),
              required("distinct_id", STRING, "Who: user id once identified, anonymous id before"),
              optional("anonymous_id", STRING, "The device's anonymous id"),
              optional("session_id", STRING, "The client's session"),
              optional("event_id", BINARY, "UUID, 16 bytes; null: made of event_id_tab"),
              optional("sequence", INT, "The client's own count of its events"),
              optional("client_time", TIMESTAMP, "Client clock at the event; null: as event_time"),
              optional("sent_at", TIMESTAMP, "Client clock at sending; kept where client_time is"),
              required("received_at", TIMESTAMP, "Receipt, to the second once compacted"),
              optional("host", STRING, "Site"),
              optional("page", STRING, "Path of the page"),
              optional("referrer", STRING, "Referring address"),
              optional("utm_source", STRING, "Campaign source"),
              optional("utm_medium", STRING, "Campaign medium"),
              optional("utm_campaign", STRING, "Campaign name"),
              optional("country", STRING, "ISO 3166-1 alpha-2 code"),
              optional("device", STRING, "desktop, mobile, tablet or bot"),
              optional("browser", STRING, "Browser family"),
              optional("os", STRING, "Operating system family"),
              optional("plan", STRING, "The user's plan at the time"),
              optional("sdk", STRING, "Sending library and version"),
              optional("properties", STRING, "JSON object of the event's own properties"),
              optional("user_properties", STRING, "JSON object of properties set on the person"),
              required("event_date", DATE, "UTC date of event_time")),
          List.of("event_date"),
          List.of("project_id", "distinct_id", "event_time", "sequence"),
          Map.of(
              // A commit each micro-batch, and small files merged away each minute: decision 025.
              "delta.checkpointInterval", "100",
              "delta.logRetentionDuration", "interval 4 hours",
              "delta.deletedFileRetentionDuration", "interval 2 hours",
              "delta.dataSkippingStatsColumns", "project_id,event_time,event,distinct_id,promotion",
              "delta.minReaderVersion", "1",
              "delta.minWriterVersion", "2"),
          Retention.byDay("event_date", true),
          "streaming");

  private EventsTable() {}

  private static List<Column> withDerived(Column... stored) {
    List<Column> columns = new ArrayList<>(List.of(stored));
    columns.add(
        derived(
            "anonymous_id_left_out",
            INT,
            "1 where compaction left anonymous_id out, as it is distinct_id"));
    columns.add(derived("event_id_tab", INT, "Tab that event_id is made of: decision 095"));
    columns.addAll(promotedColumns());
    return columns;
  }

  static List<Column> promotedColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        derived("promotion", INT, "Which promoted_properties the promoted columns hold; or null"));
    for (PropertyKind kind : PropertyKind.values()) {
      for (int slot = 1; slot <= kind.slots(); slot++) {
        columns.add(derived(kind.column(slot), kind.type(), "A promoted property: decision 083"));
      }
    }
    return columns;
  }
}
