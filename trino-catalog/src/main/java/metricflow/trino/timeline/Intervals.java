package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;

import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.type.DateTimeEncoding;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Times cut into intervals, which are numbered from 0.
 *
 * @param starts epoch milliseconds at which all intervals but the first begin, ascending
 */
public record Intervals(long[] starts) {
  /** All time is one. */
  public static final Intervals ONE = new Intervals(new long[0]);

  /**
   * As {@code ARRAY(TIMESTAMP(3) WITH TIME ZONE)} gives them; fails the query when they are not in
   * order or more than {@code most}.
   */
  public static Intervals of(Block times, int most) {
    long[] starts = new long[times.getPositionCount()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] =
          times.isNull(i)
              ? Long.MIN_VALUE
              : DateTimeEncoding.unpackMillisUtc(TIMESTAMP_TZ_MILLIS.getLong(times, i));
      if (starts[i] <= (i == 0 ? Long.MIN_VALUE : starts[i - 1])) {
        throw new TrinoException(
            INVALID_FUNCTION_ARGUMENT, "timelines: each interval begins after the one before");
      }
    }
    if (starts.length + 1 > most) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "timelines: there can be %d intervals, not %d".formatted(most, starts.length + 1));
    }
    return new Intervals(starts);
  }

  /** What {@link #write} has written. */
  static Intervals read(ByteBuffer bytes) {
    int size = bytes.getInt();
    if (size < 0 || size > bytes.remaining() / Long.BYTES) {
      throw new IllegalArgumentException("intervals are cut");
    }
    long[] starts = new long[size];
    for (int i = 0; i < size; i++) {
      starts[i] = bytes.getLong();
    }
    return new Intervals(starts);
  }

  int bytes() {
    return Integer.BYTES + starts.length * Long.BYTES;
  }

  void write(ByteBuffer bytes) {
    bytes.putInt(starts.length);
    for (long start : starts) {
      bytes.putLong(start);
    }
  }

  /** The number of the interval that holds {@code time}. */
  public int of(long time) {
    int at = Arrays.binarySearch(starts, time);
    return at < 0 ? -at - 1 : at + 1;
  }
}
