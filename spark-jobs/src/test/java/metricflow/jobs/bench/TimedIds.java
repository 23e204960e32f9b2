package metricflow.jobs.bench;

import java.util.UUID;

/** UUIDs of version 7 as the browser SDK makes them. */
final class TimedIds {
  private TimedIds() {}

  /** That of a session: milliseconds, then 48 random bits at the end. */
  static UUID session(long millis, long random) {
    return new UUID(millis << 16 | 0x7000L, random >>> 16 | Long.MIN_VALUE);
  }

  /** Any other: milliseconds, then random bits. */
  static UUID of(long millis, long randomHigh, long randomLow) {
    return new UUID(
        millis << 16 | 0x7000L | (randomHigh & 0xFFF), randomLow >>> 2 | Long.MIN_VALUE);
  }
}
