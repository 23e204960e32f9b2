package metricflow.streaming;

import java.time.Instant;
import metricflow.live.LiveKeys;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Publishes up to when the bus has been applied: the start of the last trigger that finished or
 * found nothing to do.
 */
final class StreamClock extends StreamingQueryListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClock.class);

  private final UnifiedJedis redis;
  private volatile long asOf;

  StreamClock(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** Epoch milliseconds, or 0 before the first trigger. */
  long asOf() {
    return asOf;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    LOG.info("streaming query {} started", event.id());
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    publish(event.progress().timestamp());
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    publish(event.timestamp());
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    LOG.info("streaming query {} ended", event.id());
  }

  private void publish(String triggerStart) {
    asOf = Instant.parse(triggerStart).toEpochMilli();
    try {
      redis.hset(LiveKeys.STREAM, LiveKeys.AS_OF, Long.toString(asOf));
    } catch (JedisException unavailable) {
      LOG.warn("freshness not published: {}", unavailable.getMessage());
    }
  }
}
