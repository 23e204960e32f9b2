package metricflow.api.rate;

import java.util.function.LongSupplier;

/** Lets through so many a second, and as many at once as it holds. Thread-safe. */
public final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final double size;
  private final LongSupplier nanoClock;
  private double tokens;
  private long filledAt;

  /** A full bucket that holds one second's worth. */
  public TokenBucket(double perSecond, LongSupplier nanoClock) {
    this(perSecond, perSecond, nanoClock);
  }

  /** A full bucket of {@code size}. */
  public TokenBucket(double perSecond, double size, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.size = size;
    this.nanoClock = nanoClock;
    this.tokens = size;
    this.filledAt = nanoClock.getAsLong();
  }

  /** Whether one more may pass now. */
  public synchronized boolean take() {
    fill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Takes {@code count} whether or not they are there. */
  public synchronized void charge(long count) {
    fill();
    tokens -= count;
  }

  /** How long until nothing is owed, in seconds; 0 when nothing is. */
  public synchronized double secondsInDebt() {
    fill();
    return Math.max(0, -tokens / perSecond);
  }

  private void fill() {
    long now = nanoClock.getAsLong();
    tokens = Math.min(size, tokens + (now - filledAt) / NANOS_PER_SECOND * perSecond);
    filledAt = now;
  }
}
