package metricflow.api.metadata;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.live.LiveKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hands saved funnels to the streaming job through Redis. Repeats itself, since Redis holds nothing
 * for good and other instances of the API save funnels too.
 */
public final class FunnelPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunnelPublisher.class);
  private static final int REPEAT_SECONDS = 10;

  private final SavedFunnels funnels;
  private final UnifiedJedis redis;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("funnel-publisher").factory());

  /** Publishes {@code funnels} to {@code redis}, once started. */
  public FunnelPublisher(SavedFunnels funnels, UnifiedJedis redis) {
    this.funnels = funnels;
    this.redis = redis;
  }

  /** Publishes now and every ten seconds. */
  public void start() {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(this::publishOrLog, 0, REPEAT_SECONDS, TimeUnit.SECONDS);
  }

  /** Publishes soon, for a funnel just saved. */
  public void publishSoon() {
    timer.execute(this::publishOrLog);
  }

  private void publishOrLog() {
    try {
      publish();
    } catch (RuntimeException unavailable) {
      // The next repetition is the remedy; an exception here would end the repetitions.
      LOG.warn(
          "saved funnels not published, trying again in {} s: {}",
          REPEAT_SECONDS,
          unavailable.getMessage());
    }
  }

  /**
   * Writes every project's funnels.
   *
   * @throws JedisException when Redis does not answer
   */
  void publish() {
    Map<String, String> hash = new HashMap<>();
    for (Map.Entry<Integer, List<FunnelDefinition>> project : funnels.all().entrySet()) {
      hash.put(project.getKey().toString(), FunnelDefinitionsJson.encode(project.getValue()));
    }
    // There although no project has a funnel, so that streaming need not wait for any.
    hash.put(LiveKeys.PUBLISHED, "1");
    redis.hset(LiveKeys.FUNNELS, hash);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
