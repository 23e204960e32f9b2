package metricflow.table;

import static metricflow.table.Column.optional;
import static metricflow.table.Column.required;
import static metricflow.table.ColumnType.BINARY;
import static metricflow.table.ColumnType.DATE;
import static metricflow.table.ColumnType.INT;
import static metricflow.table.ColumnType.LONG;
import static metricflow.table.ColumnType.STRING;
import static metricflow.table.ColumnType.TIMESTAMP;

import java.util.List;
import java.util.Map;

/** The tables of the lake. */
public final class Tables {
  /** Each accepted event once per delivery; compaction leaves each event id once. */
  public static final Table EVENTS =
      new Table(
          "events",
          "Accepted events",
          List.of(
              required("project_id", INT, "Project the event belongs to"),
              required("event_time", TIMESTAMP, "When it happened, clock corrected"),
              required("event", STRING, "Event name"),
              required("distinct_id", STRING, "Who: user id once identified, anonymous id before"),
              optional("anonymous_id", STRING, "The device's anonymous id"),
              optional("session_id", STRING, "The client's session"),
              required("event_id", BINARY, "UUID of the event, 16 bytes"),
              optional("sequence", INT, "The client's own count of its events"),
              required("client_time", TIMESTAMP, "Client clock at the event"),
              optional("sent_at", TIMESTAMP, "Client clock at sending"),
              required("received_at", TIMESTAMP, "Collector clock at receipt"),
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
              "delta.dataSkippingStatsColumns", "project_id,event_time,event,distinct_id",
              "delta.minReaderVersion", "1",
              "delta.minWriterVersion", "2"),
          "streaming");

  /** What was sent and could not be used. */
  public static final Table REJECTED_EVENTS =
      new Table(
          "rejected_events",
          "Events that could not be used, with the reason",
          List.of(
              required("reject_id", BINARY, "UUID of the rejection, 16 bytes"),
              optional("project_id", INT, "Project, when the key was known"),
              required("correlation_id", STRING, "Request the event came with"),
              required("received_at", TIMESTAMP, "Collector clock at receipt"),
              required("reason", STRING, "Slug of the problem"),
              required("detail", STRING, "What was wrong"),
              optional("event_id", STRING, "Event id as sent"),
              optional("key_prefix", STRING, "First characters of the write key as sent"),
              optional("payload", STRING, "What was sent, cut to a bounded length"),
              required("received_date", DATE, "UTC date of received_at")),
          List.of("received_date"),
          List.of("project_id", "received_at"),
          Map.of(
              "delta.checkpointInterval", "100",
              "delta.logRetentionDuration", "interval 4 hours",
              "delta.deletedFileRetentionDuration", "interval 2 hours",
              "delta.dataSkippingStatsColumns", "project_id,received_at",
              "delta.minReaderVersion", "1",
              "delta.minWriterVersion", "2"),
          "streaming");

  /** Which person a distinct id belongs to. Ids that are their own person are not listed. */
  public static final Table PERSON_MAP =
      new Table(
          "person_map",
          "Person of each distinct id that is not its own person",
          List.of(
              required("project_id", INT, "Project"),
              required("distinct_id", STRING, "Anonymous id or second user id"),
              required("person_id", STRING, "The user it belongs to"),
              required("identified_at", TIMESTAMP, "Time of the event that tied them")),
          List.of(),
          List.of("project_id", "distinct_id"),
          jobTable(),
          "spark-jobs");

  /** Events and persons of a day, in total and by each value of each standard dimension. */
  public static final Table DAILY_METRICS =
      new Table(
          "daily_metrics",
          "Events and distinct persons of a day by dimension value",
          List.of(
              required("project_id", INT, "Project"),
              required("dimension", STRING, "Column broken down by, or $total"),
              optional("value", STRING, "Value of the dimension; null where events have none"),
              required("events", LONG, "Number of events"),
              required("persons", LONG, "Number of distinct persons, exact"),
              required("event_date", DATE, "UTC date")),
          List.of("event_date"),
          List.of("project_id", "dimension", "value"),
          jobTable(),
          "spark-jobs");

  /** Which days have been rolled up. */
  public static final Table ROLLUP_DAYS =
      new Table(
          "rollup_days",
          "Days whose rollups are in place",
          List.of(
              required("event_date", DATE, "UTC date"),
              required("rolled_at", TIMESTAMP, "When the rollup read the events"),
              required("events", LONG, "Number of events it read")),
          List.of(),
          List.of("event_date"),
          jobTable(),
          "spark-jobs");

  /** Value of {@code daily_metrics.dimension} in the rows of the whole project. */
  public static final String TOTAL = "$total";

  private Tables() {}

  /** All tables. */
  public static List<Table> all() {
    return List.of(EVENTS, REJECTED_EVENTS, PERSON_MAP, DAILY_METRICS, ROLLUP_DAYS);
  }

  private static Map<String, String> jobTable() {
    return Map.of("delta.minReaderVersion", "1", "delta.minWriterVersion", "2");
  }
}
