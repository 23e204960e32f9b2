package metricflow.api.collect;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many a second for each of many senders, and five seconds' worth at once. Those who have sent
 * nothing for a minute are forgotten, so memory is bounded. Thread-safe.
 */
final class RateLimit<K> {
  private static final int BURST_SECONDS = 5;
  private static final int MAX_SENDERS = 50_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final int perSecond;
  private final LoadingCache<K, TokenBucket> buckets;

  /**
   * A limit for each sender.
   *
   * @param perSecond how many; 0 for no limit
   */
  RateLimit(int perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_SENDERS)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .ticker(nanoClock::getAsLong)
            .build(sender ->
                new TokenBucket(perSecond, (double) perSecond * BURST_SECONDS, nanoClock));
  }

  int perSecond() {
    return perSecond;
  }

  /** Whole seconds until this sender owes nothing; 0 when it may send now. */
  int secondsToWait(K sender) {
    return perSecond == 0 ? 0 : (int) Math.ceil(buckets.get(sender).secondsInDebt());
  }

  /** Counts what was sent; a sender may come to owe, and then waits. */
  void charge(K sender, int sent) {
    if (perSecond > 0) {
      buckets.get(sender).charge(sent);
    }
  }

  /** How many senders are remembered. */
  long senders() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}
