package metricflow.tests.instance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import metricflow.live.LiveKeys;
import redis.clients.jedis.RedisClient;

/** The live counters of one project, read from Redis itself. */
public final class LiveTotals implements AutoCloseable {
  private final RedisClient redis;
  private final LiveKeys keys;

  public LiveTotals(Instance instance, Project project) {
    this.redis = RedisClient.create(URI.create("redis://" + instance.redis()));
    this.keys = new LiveKeys(project.id());
  }

  /** Events counted in the minutes from {@code fromMinute} to {@code toMinute}, inclusive. */
  public long events(long fromMinute, long toMinute) {
    long sum = 0;
    for (long minute = fromMinute; minute <= toMinute; minute++) {
      String total = redis.hget(keys.minute(minute), LiveKeys.TOTAL_FIELD);
      sum += total == null ? 0 : Long.parseLong(total);
    }
    return sum;
  }

  /** Every counter of a minute by its field. */
  public Map<String, Long> minute(long epochMinute) {
    return numbers(redis.hgetAll(keys.minute(epochMinute)));
  }

  /** Visitors of a minute, estimated. */
  public long visitors(long epochMinute) {
    return redis.pfcount(keys.visitors(epochMinute));
  }

  /** Persons by the step that is their furthest in a funnel on a UTC day; steps of nobody too. */
  public Map<String, Long> funnelSteps(String funnelId, long epochDay) {
    return numbers(redis.hgetAll(keys.funnelSteps(funnelId, epochDay)));
  }

  /** The latest events as JSON, newest first. */
  public List<String> feed() {
    return redis.lrange(keys.feed(), 0, -1);
  }

  /** Whether the API has told streaming of a saved funnel. */
  public boolean isPublished(String funnelId) {
    String published = redis.hget(LiveKeys.FUNNELS, Integer.toString(keys.project()));
    return published != null && published.contains(funnelId);
  }

  /** Epoch milliseconds up to which the bus has been applied, of all projects; 0 if unknown. */
  public long asOf() {
    String asOf = redis.hget(LiveKeys.STREAM, LiveKeys.AS_OF);
    return asOf == null ? 0 : Long.parseLong(asOf);
  }

  private static Map<String, Long> numbers(Map<String, String> hash) {
    Map<String, Long> numbers = new TreeMap<>();
    hash.forEach((field, number) -> numbers.put(field, Long.valueOf(number)));
    return numbers;
  }

  @Override
  public void close() {
    redis.close();
  }
}
