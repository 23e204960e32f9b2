package metricflow.jobs.backfill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line breaks, eight bytes at a time. */
final class LineBreaks {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BREAKS = 0x0A0A0A0A0A0A0A0AL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private LineBreaks() {}

  /** Place of the first line break from {@code from} on, or {@code until} when there is none. */
  static int next(byte[] text, int from, int until) {
    int at = from;
    for (; at + 8 <= until; at += 8) {
      // A byte that is a break becomes zero, and of zero bytes the lowest is found exactly.
      long zeroed = (long) LONGS.get(text, at) ^ BREAKS;
      long found = (zeroed - ONES) & ~zeroed & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >> 3);
      }
    }
    while (at < until && text[at] != '\n') {
      at++;
    }
    return at;
  }
}
