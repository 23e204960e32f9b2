package metricflow.timeline;

import java.util.Arrays;

/**
 * Writes the timeline of one person and day.
 *
 * <p>A timeline is a list of events in the order of their time, then of the client's sequence
 * number, which is not stored: order is all it is for. Each event is a time and a code, the number
 * that the project's dictionary gives to what happened. Format, version 1:
 *
 * <pre>
 *   byte    1, the version
 *   varint  number of events n
 *   varint  length of the times in bytes
 *   times   n varints: the first time in epoch milliseconds, zigzag; then milliseconds since the event before
 *   codes   n varints
 * </pre>
 *
 * A varint has 7 bits in a byte, the lowest first; the highest bit says that more follow. Times and
 * codes lie apart because each compresses best among its like.
 *
 * <p>A writer can be used for one timeline after another.
 */
public final class TimelineWriter {
  static final byte VERSION = 1;

  private static final int MAX_VARINT_BYTES = 10;

  private byte[] times = new byte[64];
  private byte[] codes = new byte[64];
  private int timesLength;
  private int codesLength;
  private int events;
  private long last;

  /**
   * Adds the next event.
   *
   * @param time epoch milliseconds
   * @param code number of what happened, not negative
   * @throws IllegalArgumentException when it is earlier than the event before, or the code negative
   */
  public void add(long time, int code) {
    if (code < 0) {
      throw new IllegalArgumentException("code must not be negative, but is " + code);
    }
    if (events > 0 && time < last) {
      throw new IllegalArgumentException("%d is earlier than %d".formatted(time, last));
    }
    times = withRoom(times, timesLength);
    codes = withRoom(codes, codesLength);
    long stored = events == 0 ? (time << 1) ^ (time >> 63) : time - last;
    timesLength = writeVarint(stored, times, timesLength);
    codesLength = writeVarint(code, codes, codesLength);
    last = time;
    events++;
  }

  /** The timeline, after which the writer is as new. */
  public byte[] finish() {
    byte[] bytes = new byte[1 + 2 * MAX_VARINT_BYTES + timesLength + codesLength];
    bytes[0] = VERSION;
    int length = writeVarint(events, bytes, 1);
    length = writeVarint(timesLength, bytes, length);
    System.arraycopy(times, 0, bytes, length, timesLength);
    System.arraycopy(codes, 0, bytes, length + timesLength, codesLength);
    length += timesLength + codesLength;
    timesLength = 0;
    codesLength = 0;
    events = 0;
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] withRoom(byte[] bytes, int length) {
    return length + MAX_VARINT_BYTES > bytes.length
        ? Arrays.copyOf(bytes, bytes.length * 2)
        : bytes;
  }

  private static int writeVarint(long value, byte[] out, int at) {
    long left = value;
    int position = at;
    while ((left & ~0x7FL) != 0) {
      out[position++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    out[position++] = (byte) left;
    return position;
  }
}
