package metricflow.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redis keys. A project's keys share a hash tag, so that they lie on one shard and change together.
 *
 * @param project the project's id
 * @param prefix what all its keys begin with
 */
public record LiveKeys(int project, String prefix) {
  private static final String STAGE = "rebuild:";
  private static final Pattern PROJECT_KEY = Pattern.compile("mf:\\{(\\d{1,9})}:(.*)");

  /** Matches the keys of all projects, staged ones included. */
  public static final String ALL_PROJECTS = "mf:{*}:*";

  /**
   * Hash: {@link #AS_OF}, and {@link #QUERY_ID} and {@link #BATCH_ID} of the last micro-batch that
   * is applied for all projects. Without the latter two, or behind the lake, Redis is rebuilt.
   */
  public static final String STREAM = "mf:stream";

  /** Field of {@link #STREAM}: the rebuild under way. */
  public static final String REBUILDING = "rebuilding";

  /** Field of {@link #STREAM}: there when a rebuild did not know the saved funnels. */
  public static final String WITHOUT_FUNNELS = "without_funnels";

  /**
   * Hash: project id to its saved funnels ({@link metricflow.funnel.FunnelDefinitionsJson}),
   * written by the API. One hash for all projects, so that streaming reads it once a micro-batch.
   * Its field {@link #PUBLISHED} is there although no project has saved a funnel.
   */
  public static final String FUNNELS = "mf:funnels";

  /** Field of {@link #FUNNELS}: the API has written what there is. */
  public static final String PUBLISHED = "published";

  /** Field of {@link #STREAM}: epoch milliseconds up to which the bus has been applied. */
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

  /** Minutes counted, the running one included: the hour shown, and time to look back. */
  public static final int MINUTES_KEPT = 2 * 60;

  /** Seconds a minute's keys live after they were last written. */
  public static final int MINUTE_TTL_SECONDS = MINUTES_KEPT * 60;

  /** UTC days of which funnels are counted, the running one included. */
  public static final int FUNNEL_DAYS_KEPT = 2;

  /** Seconds a day's funnel and identity keys live after they were last written. */
  public static final int FUNNEL_TTL_SECONDS = FUNNEL_DAYS_KEPT * 24 * 60 * 60;

  /** Seconds the feed lives after its last event. */
  public static final int FEED_TTL_SECONDS = FUNNEL_TTL_SECONDS;

  /** Seconds the marker of a project lives: longer than all that it protects from a replay. */
  public static final int APPLIED_TTL_SECONDS = FUNNEL_TTL_SECONDS + 24 * 60 * 60;

  /** Minutes over which a visitor counts as active. */
  public static final int ACTIVE_WINDOW_MINUTES = 5;

  /** Standard error of the active-user count (Redis HyperLogLog). */
  public static final double ACTIVE_USERS_ERROR = 0.0081;

  /** Latest events kept. */
  public static final int FEED_LENGTH = 50;

  /** Fields a minute's hash may have; further values count as {@link #OTHER}. */
  public static final int MAX_MINUTE_FIELDS = 2_000;

  /** Characters of a dimension's value; longer ones count under their beginning. */
  public static final int MAX_VALUE_LENGTH = 120;

  /**
   * Step events kept of an id in a live funnel and day, shared out evenly among the steps: of each
   * step the first and the last ones.
   */
  public static final int MAX_FUNNEL_ENTRIES = 64;

  /**
   * Ids that a project's live funnels follow in a day, each counted in every funnel it is in; step
   * events of further ones are counted as {@link #OTHER} in {@link #funnelSteps}.
   */
  public static final int MAX_FUNNEL_IDS = 100_000;

  /** Ids that identity statements tie together in a project and day; further ones are not tied. */
  public static final int MAX_IDENTITY_IDS = 50_000;

  /** Ids one person may have; statements that would tie more are left out. */
  public static final int MAX_PERSON_IDS = 64;

  /** The keys that readers see. */
  public LiveKeys(int project) {
    this(project, "mf:{" + project + "}:");
  }

  /** Keys on the same shard under which a rebuild collects what will take the place of these. */
  public LiveKeys staged() {
    return new LiveKeys(project, new LiveKeys(project).prefix + STAGE);
  }

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

  /** Hash: distinct id to {@link metricflow.funnel.StepTimeline} bytes, for one UTC day. */
  public String funnelPersons(String funnelId, long epochDay) {
    return key("funnel:" + funnelId + ":" + epochDay + ":persons");
  }

  /**
   * Hash: number of steps reached to persons whose furthest step it is, for one UTC day; and {@link
   * #OTHER}: step events of ids that are not followed.
   */
  public String funnelSteps(String funnelId, long epochDay) {
    return key("funnel:" + funnelId + ":" + epochDay + ":steps");
  }

  /** Hash: id to the ids it is tied with, as stated on the UTC day or the day before. */
  public String identity(long epochDay) {
    return key("identity:" + epochDay);
  }

  /**
   * Whether a minute is counted live.
   *
   * @param now epoch milliseconds at which it would be counted
   */
  public static boolean isLive(long epochMinute, long now) {
    return epochMinute > Math.floorDiv(now, 60_000L) - MINUTES_KEPT;
  }

  /** The field that stands for {@code field} once its minute's hash is full. */
  public static String otherField(String field) {
    int separator = field.indexOf(FIELD_SEPARATOR);
    return separator < 0 ? field : field.substring(0, separator + 1) + OTHER;
  }

  /** The keys that {@code key} is one of, or nothing when it is no project's. */
  public static Optional<LiveKeys> of(String key) {
    Matcher matcher = PROJECT_KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    LiveKeys seen = new LiveKeys(Integer.parseInt(matcher.group(1)));
    return Optional.of(matcher.group(2).startsWith(STAGE) ? seen.staged() : seen);
  }

  private String key(String rest) {
    return prefix + rest;
  }
}
