package metricflow.live;

/**
 * Redis keys. A project's keys share a hash tag, so that they lie on one shard and change together.
 *
 * @param project the project's id
 */
public record LiveKeys(int project) {
  /** Hash: {@code as_of} epoch milliseconds up to which the bus has been applied. */
  public static final String STREAM = "mf:stream";

  /**
   * Hash: project id to its saved funnels ({@link metricflow.funnel.FunnelDefinitionsJson}),
   * written by the API. One hash for all projects, so that streaming reads it once a micro-batch.
   */
  public static final String FUNNELS = "mf:funnels";

  /** Field of {@link #STREAM}. */
  public static final String AS_OF = "as_of";

  /** Field of {@link #applied()}: the streaming query. */
  public static final String QUERY_ID = "query_id";

  /** Field of {@link #applied()}: the last micro-batch applied. */
  public static final String BATCH_ID = "batch_id";

  /** Field of a minute's hash: all events. */
  public static final String TOTAL_FIELD = "total";

  /** Separates dimension and value in a minute's hash. */
  public static final char FIELD_SEPARATOR = '|';

  /** Value that stands for all values beyond the cap. */
  public static final String OTHER = "$other";

  /** Seconds a minute's keys live: the hour shown, and time to look back. */
  public static final int MINUTE_TTL_SECONDS = 2 * 60 * 60;

  /** Seconds a day's funnel keys live. */
  public static final int FUNNEL_TTL_SECONDS = 2 * 24 * 60 * 60;

  /** Minutes over which a visitor counts as active. */
  public static final int ACTIVE_WINDOW_MINUTES = 5;

  /** Standard error of the active-user count (Redis HyperLogLog). */
  public static final double ACTIVE_USERS_ERROR = 0.0081;

  /** Latest events kept. */
  public static final int FEED_LENGTH = 50;

  /** Fields a minute's hash may have; further values count as {@link #OTHER}. */
  public static final int MAX_MINUTE_FIELDS = 2_000;

  /** Step events kept of a person in a live funnel and day; further ones are not looked at. */
  public static final int MAX_FUNNEL_ENTRIES = 64;

  /** Persons a live funnel follows in a day; further ones are not followed. */
  public static final int MAX_FUNNEL_PERSONS = 200_000;

  /** Hash: {@link #QUERY_ID} and {@link #BATCH_ID} of the last micro-batch applied. */
  public String applied() {
    return key("applied");
  }

  /** Hash: {@link #TOTAL_FIELD} and {@code dimension|value} to events of the minute. */
  public String minute(long epochMinute) {
    return key("minute:" + epochMinute);
  }

  /** HyperLogLog: visitors of the minute. */
  public String visitors(long epochMinute) {
    return key("visitors:" + epochMinute);
  }

  /** List: the latest events as {@link FeedEntry} JSON, newest first. */
  public String feed() {
    return key("feed");
  }

  /** Hash: visitor to {@link metricflow.funnel.StepTimeline} bytes, for one UTC day. */
  public String funnelPersons(String funnelId, long epochDay) {
    return key("funnel:" + funnelId + ":" + epochDay + ":persons");
  }

  /** Hash: number of steps reached to persons whose furthest step it is, for one UTC day. */
  public String funnelSteps(String funnelId, long epochDay) {
    return key("funnel:" + funnelId + ":" + epochDay + ":steps");
  }

  /**
   * Whether a minute is counted live.
   *
   * @param now epoch milliseconds at which it would be counted
   */
  public static boolean isLive(long epochMinute, long now) {
    return epochMinute > Math.floorDiv(now, 60_000L) - MINUTE_TTL_SECONDS / 60;
  }

  /** The field that stands for {@code field} once its minute's hash is full. */
  public static String otherField(String field) {
    int separator = field.indexOf(FIELD_SEPARATOR);
    return separator < 0 ? field : field.substring(0, separator + 1) + OTHER;
  }

  private String key(String rest) {
    return "mf:{" + project + "}:" + rest;
  }
}
