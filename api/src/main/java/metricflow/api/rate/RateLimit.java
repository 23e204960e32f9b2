package metricflow.api.rate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many a second for each of many senders, and a few seconds' worth at once. Those who have sent
 * nothing for a while are forgotten, so memory is bounded. Thread-safe.
 */
public final class RateLimit<K> {
  private static final int BURST_SECONDS = 5;
  private static final int MAX_SENDERS = 50_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final double perSecond;
  private final LoadingCache<K, TokenBucket> buckets;

  /**
   * A limit for each sender.
   *
   * @param perSecond how many; 0 for no limit
   */
  public RateLimit(int perSecond, LongSupplier nanoClock) {
    this(perSecond, BURST_SECONDS, FORGOTTEN_AFTER, nanoClock);
  }

  /**
   * The same with another burst.
   *
   * @param burstSeconds how many seconds' worth may come at once
   * @param forgottenAfter what a sender owes is forgotten when it has not come for so long
   */
  public RateLimit(
      double perSecond, int burstSeconds, Duration forgottenAfter, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_SENDERS)
            .expireAfterAccess(forgottenAfter)
            .ticker(nanoClock::getAsLong)
            .build(sender -> new TokenBucket(perSecond, perSecond * burstSeconds, nanoClock));
  }

  /** How many a second, in whole numbers. */
  public int perSecond() {
    return (int) perSecond;
  }

  /** Whole seconds until this sender owes nothing; 0 when it may send now. */
  public int secondsToWait(K sender) {
    return perSecond == 0 ? 0 : (int) Math.ceil(buckets.get(sender).secondsInDebt());
  }

  /** Counts what was sent; a sender may come to owe, and then waits. */
  public void charge(K sender, long sent) {
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
