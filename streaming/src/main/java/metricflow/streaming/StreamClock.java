package metricflow.streaming;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import metricflow.streaming.live.LiveView;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Publishes up to when the bus has been applied: the start of the last trigger that finished or
 * found nothing to do, and left nothing behind. So a Redis that lost something is found without new
 * events too.
 */
final class StreamClock extends StreamingQueryListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClock.class);

  private final LiveView live;
  private volatile long asOf;
  private volatile boolean running;

  StreamClock(LiveView live) {
    this.live = live;
  }

  /** Whether the first trigger is through. */
  boolean running() {
    return running;
  }

  /** Epoch milliseconds, or 0 while the first backlog is not worked off. */
  long asOf() {
    return asOf;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    LOG.info("streaming query {} started", event.id());
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    StreamingQueryProgress progress = event.progress();
    if (tookAll(progress)) {
      asOf = millis(progress.timestamp());
    }
    publish(progress.id());
  }

  /**
   * Whether the micro-batch took all that the bus held at its start. One that its bound cut says
   * nothing about what came before that start: the clock then stays where it was.
   */
  static boolean tookAll(StreamingQueryProgress progress) {
    return Arrays.stream(progress.sources())
        .allMatch(source ->
            source.latestOffset() == null || source.latestOffset().equals(source.endOffset()));
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    asOf = millis(event.timestamp());
    publish(event.id());
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    LOG.info("streaming query {} ended", event.id());
  }

  private static long millis(String triggerStart) {
    return Instant.parse(triggerStart).toEpochMilli();
  }

  private void publish(UUID query) {
    running = true;
    try {
      live.publish(query.toString(), asOf);
    } catch (JedisException unavailable) {
      LOG.warn("freshness not published: {}", unavailable.getMessage());
    }
  }
}
