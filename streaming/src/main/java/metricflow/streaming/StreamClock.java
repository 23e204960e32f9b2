package metricflow.streaming;

import java.time.Instant;
import java.util.UUID;
import metricflow.streaming.live.LiveView;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Publishes up to when the bus has been applied: the start of the last trigger that finished or
 * found nothing to do. So a Redis that lost something is found without new events too.
 */
final class StreamClock extends StreamingQueryListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClock.class);

  private final LiveView live;
  private volatile long asOf;

  StreamClock(LiveView live) {
    this.live = live;
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
    publish(event.progress().id(), event.progress().timestamp());
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    publish(event.id(), event.timestamp());
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    LOG.info("streaming query {} ended", event.id());
  }

  private void publish(UUID query, String triggerStart) {
    asOf = Instant.parse(triggerStart).toEpochMilli();
    try {
      live.publish(query.toString(), asOf);
    } catch (JedisException unavailable) {
      LOG.warn("freshness not published: {}", unavailable.getMessage());
    }
  }
}
