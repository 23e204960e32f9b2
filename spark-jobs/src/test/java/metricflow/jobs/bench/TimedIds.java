package metricflow.jobs.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs of version 7 as the browser SDK makes them: milliseconds, then random bits. */
final class TimedIds {
  private TimedIds() {}

  private static long high(long millis, long random) {
    return millis << 16 | 0x7000L | (random & 0xFFF);
  }

  private static long low(long random) {
    return random >>> 2 | Long.MIN_VALUE;
  }

  static byte[] bytes(long millis, long randomHigh, long randomLow) {
    return ByteBuffer.allocate(16)
        .putLong(high(millis, randomHigh))
        .putLong(low(randomLow))
        .array();
  }

  static byte[] text(long millis, long randomHigh, long randomLow) {
    return new UUID(high(millis, randomHigh), low(randomLow))
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }
}
