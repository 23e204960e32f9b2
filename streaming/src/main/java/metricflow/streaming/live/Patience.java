package metricflow.streaming.live;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Waits out a Redis that cannot be reached. The micro-batch in hand is in the lake already and the
 * following ones stay on the bus, so waiting loses nothing.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private Patience() {}

  /**
   * Repeats {@code call} until Redis answers it.
   *
   * @throws InterruptedException when the query is stopped meanwhile
   */
  public static <T> T untilRedisAnswers(Supplier<T> call) throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return call.get();
      } catch (JedisConnectionException | JedisDataException notNow) {
        if (notNow instanceof JedisDataException && !isLoading(notNow)) {
          throw notNow;
        }
        LOG.warn("Redis cannot be reached, trying again: {}", notNow.getMessage());
        Thread.sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** A Redis that has just started reads its file before it answers anything else. */
  private static boolean isLoading(JedisException told) {
    return told.getMessage() != null && told.getMessage().startsWith("LOADING");
  }
}
