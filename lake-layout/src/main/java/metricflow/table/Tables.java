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
  public static final Table EVENTS = EventsTable.EVENTS;

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
          Retention.byDay("received_date", true),
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
          Retention.byPerson("identified_at"),
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
              required("event_date", DATE, "UTC date"),
              optional("persons_sketch", BINARY, "HLL sketch of the persons, to merge days")),
          List.of("event_date"),
          List.of("project_id", "dimension", "value"),
          jobTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** Which days have been rolled up. */
  public static final Table ROLLUP_DAYS =
      new Table(
          "rollup_days",
          "Days whose rollups are in place",
          List.of(
              required("event_date", DATE, "UTC date"),
              required("rolled_at", TIMESTAMP, "When the rollup read the events"),
              required("events", LONG, "Number of events it read"),
              optional(
                  "rollup_version", INT, "Which rollups it made; null for daily_metrics alone")),
          List.of(),
          List.of("event_date"),
          jobTable(),
          Retention.byDay("event_date", false),
          "spark-jobs");

  /** The sessions of persons, each in the day on which it starts. */
  public static final Table SESSIONS =
      new Table(
          "sessions",
          "Sessions of persons; texts are the first the session has",
          List.of(
              required("project_id", INT, "Project"),
              required("person_id", STRING, "Person"),
              required("session_start", TIMESTAMP, "Time of the first event"),
              required("session_end", TIMESTAMP, "Time of the last event"),
              required("duration_millis", LONG, "From the first event to the last"),
              required("events", LONG, "Number of events"),
              required("page_views", LONG, "Number of page views"),
              required("bounce", INT, "1 when it is a single page view and nothing else, else 0"),
              optional("entry_page", STRING, "The first page"),
              optional("exit_page", STRING, "The last page"),
              optional("host", STRING, "Site"),
              optional("referrer", STRING, "Referring address"),
              optional("utm_source", STRING, "Campaign source"),
              optional("utm_medium", STRING, "Campaign medium"),
              optional("utm_campaign", STRING, "Campaign name"),
              optional("country", STRING, "ISO 3166-1 alpha-2 code"),
              optional("device", STRING, "desktop, mobile, tablet or bot"),
              optional("browser", STRING, "Browser family"),
              optional("os", STRING, "Operating system family"),
              required("event_date", DATE, "UTC date of session_start")),
          List.of("event_date"),
          List.of("project_id", "person_id", "session_start"),
          personTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** Events and persons of an hour, in total and by each value of each standard dimension. */
  public static final Table HOURLY_METRICS =
      new Table(
          "hourly_metrics",
          "Events and distinct persons of an hour by dimension value",
          List.of(
              required("project_id", INT, "Project"),
              required("event_hour", TIMESTAMP, "Start of the hour, UTC"),
              required("dimension", STRING, "Column broken down by, or $total"),
              optional("value", STRING, "Value of the dimension; null where events have none"),
              required("events", LONG, "Number of events"),
              required("persons", LONG, "Number of distinct persons, exact"),
              required("persons_sketch", BINARY, "HLL sketch of the persons, to merge hours"),
              required("event_date", DATE, "UTC date")),
          List.of("event_date"),
          List.of("project_id", "dimension", "value", "event_hour"),
          jobTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** Events of an hour by what they are: for numbers of events by several dimensions at once. */
  public static final Table HOURLY_CONTEXTS =
      new Table(
          "hourly_contexts",
          "Events of an hour by name and context: country, device, browser, os and plan together",
          List.of(
              required("project_id", INT, "Project"),
              required("event_hour", TIMESTAMP, "Start of the hour, UTC"),
              required("event", STRING, "Event name"),
              optional("country", STRING, "As in events, as are the others"),
              optional("device", STRING, "Kind of device"),
              optional("browser", STRING, "Browser family"),
              optional("os", STRING, "Operating system family"),
              optional("plan", STRING, "The user's plan"),
              required("events", LONG, "Number of events"),
              required("event_date", DATE, "UTC date")),
          List.of("event_date"),
          List.of("project_id", "event", "country", "device", "browser", "os", "plan"),
          jobTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** What each person did on a day, in numbers. */
  public static final Table USER_DAYS =
      new Table(
          "user_days",
          "Days on which a person was active; texts are the first the day has",
          List.of(
              required("project_id", INT, "Project"),
              required("person_id", STRING, "Person"),
              required("events", LONG, "Number of events"),
              required("page_views", LONG, "Number of page views"),
              required("first_event_time", TIMESTAMP, "Time of the first event"),
              required("last_event_time", TIMESTAMP, "Time of the last event"),
              optional("host", STRING, "Site"),
              optional("utm_source", STRING, "Campaign source"),
              optional("country", STRING, "ISO 3166-1 alpha-2 code"),
              optional("device", STRING, "desktop, mobile, tablet or bot"),
              optional("browser", STRING, "Browser family"),
              optional("os", STRING, "Operating system family"),
              optional("plan", STRING, "The user's plan at the time"),
              required("event_date", DATE, "UTC date")),
          List.of("event_date"),
          List.of("project_id", "person_id"),
          personTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** When each person was first seen, and first seen doing each thing; in the day it was. */
  public static final Table FIRST_SEEN =
      new Table(
          "first_seen",
          "First time of each person, and of each person and event",
          List.of(
              required("project_id", INT, "Project"),
              required("person_id", STRING, "Person"),
              optional("event", STRING, "Event name; null for the first event of whatever name"),
              required("first_event_time", TIMESTAMP, "When it happened first"),
              required("event_date", DATE, "UTC date of first_event_time")),
          List.of("event_date"),
          List.of("project_id", "event", "person_id"),
          personTable(),
          Retention.byPerson("event_date"),
          "spark-jobs");

  /** Everything each person did on a day, in order: what a person's funnel is counted from. */
  public static final Table USER_TIMELINES =
      new Table(
          "user_timelines",
          "Events of a person and day, in order, as times and codes of timeline_codes",
          List.of(
              required("project_id", INT, "Project"),
              required("person_id", STRING, "Person"),
              required("events", LONG, "Number of events"),
              required("event_mask", LONG, "OR of 1 << (code % 64) of all its codes"),
              required("timeline", BINARY, "Times and codes; read by timeline_funnel"),
              required("event_date", DATE, "UTC date")),
          List.of("event_date"),
          List.of("project_id", "person_id"),
          personTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /**
   * The timelines of a day, those of many persons in a row: what funnels of all are counted from.
   */
  public static final Table TIMELINE_BLOCKS =
      new Table(
          "timeline_blocks",
          "Timelines of a day of persons of one bucket, told apart by a hash of the person's id",
          List.of(
              required("project_id", INT, "Project"),
              required("bucket", INT, "Upper 8 bits of the persons' keys"),
              required("persons", LONG, "Number of persons"),
              required("events", LONG, "Number of events"),
              required("block", BINARY, "Keys and timelines; read by timeline_parts"),
              required("event_date", DATE, "UTC date"),
              optional("contexts", BINARY, "Codes of timeline_contexts, event by event, in runs")),
          List.of("event_date"),
          List.of("project_id", "bucket"),
          jobTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** The dictionaries of the timelines. Rows are added, never changed. */
  public static final Table TIMELINE_CODES =
      new Table(
          "timeline_codes",
          "What the codes in a project's timelines stand for",
          List.of(
              required("project_id", INT, "Project"),
              required("code", INT, "From 1; 0 stands for all events without a code"),
              required("event", STRING, "Event name"),
              optional("page", STRING, "Path of the page, in page views of pages with a code")),
          List.of(),
          List.of("project_id", "code"),
          jobTable(),
          Retention.kept(),
          "spark-jobs");

  /** The dictionaries of the contexts of events in blocks. Rows are added, never changed. */
  public static final Table TIMELINE_CONTEXTS =
      new Table(
          "timeline_contexts",
          "What the codes of contexts in a project's timeline_blocks stand for",
          List.of(
              required("project_id", INT, "Project"),
              required("code", INT, "From 1; 0 stands for all contexts without a code"),
              optional("country", STRING, "As in events, as are the others"),
              optional("device", STRING, "Kind of device"),
              optional("browser", STRING, "Browser family"),
              optional("os", STRING, "Operating system family"),
              optional("plan", STRING, "The user's plan")),
          List.of(),
          List.of("project_id", "code"),
          jobTable(),
          Retention.kept(),
          "spark-jobs");

  /** What the promoted columns of {@code events} hold. Rows are added, never changed. */
  public static final Table PROMOTED_PROPERTIES =
      new Table(
          "promoted_properties",
          "Which property each promoted column of a project's events holds, by promotion",
          List.of(
              required("project_id", INT, "Project"),
              required("promotion", INT, "As in events; numbers rise, over all projects"),
              required("object", STRING, "properties or user_properties"),
              required("property", STRING, "Name of the property"),
              required("kind", STRING, "text or number"),
              required("slot", INT, "Number of the column of that kind, from 1"),
              required("promoted_at", TIMESTAMP, "When it was decided")),
          List.of(),
          List.of("project_id", "promotion"),
          jobTable(),
          Retention.kept(),
          "spark-jobs");

  /** Which ids were erased: events of theirs that arrive later are dropped. */
  public static final Table ERASURES =
      new Table(
          "erasures",
          "Ids of persons who were erased, as hashes",
          List.of(
              required("project_id", INT, "Project"),
              required("id_hash", STRING, "SHA-256 of project id, colon and distinct id, in hex"),
              required(
                  "erased_at",
                  TIMESTAMP,
                  "What happened until then goes, also if it arrives later")),
          List.of(),
          List.of("project_id", "id_hash"),
          jobTable(),
          Retention.kept(),
          "spark-jobs");

  /** What the live counters said of an hour, and the lake. */
  public static final Table DRIFT =
      new Table(
          "drift",
          "Hours compared: live counters against the lake",
          List.of(
              required("project_id", INT, "Project"),
              required("event_hour", TIMESTAMP, "Start of the hour, UTC"),
              required("live_events", LONG, "Events counted live"),
              required("lake_events", LONG, "Distinct events in the lake"),
              required("drift_events", LONG, "Those in the lake less those counted live"),
              required("checked_at", TIMESTAMP, "When they were compared"),
              required("event_date", DATE, "UTC date of the hour")),
          List.of("event_date"),
          List.of("project_id", "event_hour"),
          jobTable(),
          Retention.byDay("event_date", true),
          "spark-jobs");

  /** Value of {@code daily_metrics.dimension} in the rows of the whole project. */
  public static final String TOTAL = "$total";

  private Tables() {}

  /** All tables. */
  public static List<Table> all() {
    return List.of(
        EVENTS,
        REJECTED_EVENTS,
        PERSON_MAP,
        DAILY_METRICS,
        ROLLUP_DAYS,
        SESSIONS,
        HOURLY_METRICS,
        HOURLY_CONTEXTS,
        USER_DAYS,
        FIRST_SEEN,
        USER_TIMELINES,
        TIMELINE_BLOCKS,
        TIMELINE_CODES,
        TIMELINE_CONTEXTS,
        ERASURES,
        DRIFT,
        PROMOTED_PROPERTIES);
  }

  /** The table of that name. */
  public static Table named(String name) {
    return all().stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** The columns of {@code events} that depend on what was promoted. */
  public static List<Column> promotedColumns() {
    return EventsTable.promotedColumns();
  }

  private static Map<String, String> jobTable() {
    return Map.of(
        "delta.logRetentionDuration", "interval 2 days",
        "delta.deletedFileRetentionDuration", "interval 1 days",
        "delta.minReaderVersion", "1",
        "delta.minWriterVersion", "2");
  }

  private static Map<String, String> personTable() {
    return Map.of(
        "delta.logRetentionDuration", "interval 2 days",
        "delta.deletedFileRetentionDuration", "interval 1 days",
        "delta.dataSkippingStatsColumns", "project_id,person_id",
        "delta.minReaderVersion", "1",
        "delta.minWriterVersion", "2");
  }
}
