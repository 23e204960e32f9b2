package metricflow.timeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads the varints of {@link TimelineWriter}, one after another. */
final class VarintReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private final String what;
  private long value;

  /** A reader of the bytes of {@code what}, which it names when they are damaged. */
  VarintReader(String what) {
    this.what = what;
  }

  /** The number read last. */
  long value() {
    return value;
  }

  /**
   * The number read last, which is a code.
   *
   * @throws IllegalArgumentException when none can be that
   */
  int code() {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged();
    }
    return (int) value;
  }

  /** The number read last, as zigzag has it. */
  long unzigzagged() {
    return (value >>> 1) ^ -(value & 1);
  }

  /**
   * Reads the number at {@code from}.
   *
   * @return the position after it, at most {@code to}
   */
  int read(byte[] bytes, int from, int to) {
    // One of a byte or two, as nearly all are, without a loop.
    if (from + 1 < to) {
      byte low = bytes[from];
      if (low >= 0) {
        value = low;
        return from + 1;
      }
      byte high = bytes[from + 1];
      if (high >= 0) {
        value = low & 0x7F | high << 7;
        return from + 2;
      }
    }
    return readAny(bytes, from, to);
  }

  /**
   * Passes over numbers from {@code from} on.
   *
   * @return the position after them, at most {@code to}
   */
  int skip(long numbers, byte[] bytes, int from, int to) {
    int at = from;
    long left = numbers;
    // Eight bytes at once: a number ends with a byte whose highest bit is not set.
    while (left >= Long.BYTES && at <= to - Long.BYTES) {
      left -= Long.bitCount(~(long) LONGS.get(bytes, at) & HIGHEST_BITS);
      at += Long.BYTES;
    }
    for (; left > 0; at++) {
      if (at >= to) {
        throw damaged();
      }
      left -= bytes[at] >= 0 ? 1 : 0;
    }
    return at;
  }

  private int readAny(byte[] bytes, int from, int to) {
    int position = from;
    int shift = 0;
    long read = 0;
    byte next;
    do {
      if (position >= to || shift >= Long.SIZE) {
        throw damaged();
      }
      next = bytes[position++];
      read |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    value = read;
    return position;
  }

  IllegalArgumentException damaged() {
    return new IllegalArgumentException("the bytes of the " + what + " are damaged");
  }
}
