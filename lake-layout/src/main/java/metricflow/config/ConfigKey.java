package metricflow.config;

/** Every setting: environment variable, default, and what it means. */
public enum ConfigKey {
  METRICFLOW_API_PORT("8400", "TCP port of the collector and query API"),
  METRICFLOW_API_HOST("127.0.0.1", "address the API listens on"),
  METRICFLOW_LOG_FORMAT("text", "how the API logs: text, or json for one object a line"),
  METRICFLOW_OTLP_ENDPOINT(
      "",
      "address that takes the API's traces as OTLP over HTTP, such as http://127.0.0.1:4318; empty:"
          + " there are none"),
  METRICFLOW_TRACES_PERCENT(
      "100", "percent of the requests that are traced, of those whose client does not say"),
  METRICFLOW_API("http://127.0.0.1:8400", "address of the query API as jobs reach it"),
  METRICFLOW_KAFKA("127.0.0.1:8402", "bus, host:port list"),
  METRICFLOW_REDIS("127.0.0.1:8401", "live counters, host:port"),
  METRICFLOW_TRINO("127.0.0.1:8404", "query engine, host:port"),
  METRICFLOW_LAKE(".metricflow/default/data/lake", "folder or URI that holds the tables"),
  METRICFLOW_CHECKPOINTS(
      ".metricflow/default/data/checkpoints", "folder or URI of streaming checkpoints"),
  METRICFLOW_METADATA_URL(
      "jdbc:h2:file:./.metricflow/default/data/metadata/metricflow",
      "JDBC address of projects, keys and saved funnels"),
  METRICFLOW_METADATA_USER("metricflow", "user of the metadata store"),
  METRICFLOW_METADATA_PASSWORD("", "password of the metadata store"),
  METRICFLOW_ADMIN_KEY("", "key that may create projects; empty: nobody may"),
  METRICFLOW_SPARK_MASTER("local[*]", "Spark master of the streaming job and the jobs"),
  METRICFLOW_JOB_METRICS(
      ".metricflow/default/data/metrics", "folder where jobs leave their last run for Prometheus"),
  METRICFLOW_JOB_REPORTS(
      ".metricflow/default/data/reports", "folder where jobs leave reports for people"),
  METRICFLOW_STREAMING_PORT("8405", "TCP port of the streaming job's health endpoint"),
  METRICFLOW_TRIGGER_MS(
      "1000",
      "milliseconds between micro-batches: each is a Delta commit, and adds half of this to a row's"
          + " age"),
  METRICFLOW_MAX_BATCH_RECORDS("20000", "bus records a micro-batch takes at most"),
  METRICFLOW_CRASH_AT(
      "",
      "for tests only: CrashPoint, or CrashPoint:n, at which streaming's n-th micro-batch dies"),
  METRICFLOW_LIVE_DIMENSIONS(
      "browser,os,utm_source", "further columns counted live, separated by commas"),
  METRICFLOW_RETRY_STATE_MB(
      "256",
      "MiB a streaming process may use to know the batches of 24 hours (11 to 21 bytes each)"),
  METRICFLOW_BUS_PARTITIONS("4", "partitions of the events topic when it is created"),
  METRICFLOW_MAX_EVENT_BYTES("32768", "bytes of JSON an event may have"),
  METRICFLOW_MAX_BATCH_BYTES("512000", "bytes of JSON the accepted events of a batch may have"),
  METRICFLOW_MAX_BODY_BYTES("4194304", "bytes a request body may have, before and after inflating"),
  METRICFLOW_MAX_AGE_DAYS("90", "days an event's time may lie before its receipt"),
  METRICFLOW_RETENTION_DAYS(
      "90", "days the lake keeps, today not counted, at least 7; a project may have fewer"),
  METRICFLOW_RETENTION_FILE(
      "", "file of projects that keep fewer days, lines like 7=30; empty: none"),
  METRICFLOW_MAX_EVENTS_PER_SECOND(
      "200000", "events a second a project may send, five seconds' worth at once; 0: no limit"),
  METRICFLOW_MAX_STRANGERS_PER_SECOND(
      "20", "requests a second an address may send without a known key; 0: no limit"),
  METRICFLOW_TRUSTED_PROXIES(
      "0", "number of proxies in front of the API, whose X-Forwarded-For is believed"),
  METRICFLOW_GEOIP_DATABASE("", "file of countries by address (.mmdb); empty: none"),
  METRICFLOW_BUS_TIMEOUT_MS("10000", "milliseconds to wait for the bus before answering 503"),
  METRICFLOW_QUERY_TIMEOUT_S("30", "seconds a query may run before it is cancelled"),
  METRICFLOW_QUERY_MAX_MB(
      "0", "MiB a query may read from the lake's files before it is refused; 0: no limit"),
  METRICFLOW_PROJECT_SCAN_MB_PER_MINUTE(
      "0",
      "MiB that one project's queries may read from the lake's files in a minute, then they are"
          + " answered 429; 0: no limit"),
  METRICFLOW_EXPORT_TIMEOUT_S("600", "seconds an export may run before it is broken off"),
  METRICFLOW_EXPORT_MAX_ROWS("10000000", "most rows of an export"),
  METRICFLOW_QUERIES_AT_ONCE("4", "queries that run in Trino at once"),
  METRICFLOW_PROJECT_QUERIES_AT_ONCE("3", "those of one project"),
  METRICFLOW_QUERIES_WAITING("256", "queries that wait for a turn; more are answered 503"),
  METRICFLOW_PROJECT_QUERIES_WAITING("64", "those of one project; more are answered 429"),
  METRICFLOW_ANSWERS_KEPT_MB("64", "MiB of answers the query API keeps in memory"),
  METRICFLOW_TRINO_CATALOG("lake", "Trino catalog that holds the tables"),
  METRICFLOW_TRINO_SCHEMA("analytics", "Trino schema that holds the tables");

  private final String defaultValue;
  private final String meaning;

  ConfigKey(String defaultValue, String meaning) {
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  /** Value when the environment has none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it means, with its unit. */
  public String meaning() {
    return meaning;
  }
}
