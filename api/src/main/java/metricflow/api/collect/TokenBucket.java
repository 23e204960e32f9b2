package metricflow.api.collect;

import java.util.function.LongSupplier;

/** Lets through so many a second, and as many at once. Thread-safe. */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final LongSupplier nanoClock;
  private double tokens;
  private long filledAt;

  TokenBucket(double perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    this.tokens = perSecond;
    this.filledAt = nanoClock.getAsLong();
  }

  /** Whether one more may pass now. */
  synchronized boolean take() {
    long now = nanoClock.getAsLong();
    tokens = Math.min(perSecond, tokens + (now - filledAt) / NANOS_PER_SECOND * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
