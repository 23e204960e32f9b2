package metricflow.tests.instance;

import java.net.URI;
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

  @Override
  public void close() {
    redis.close();
  }
}
