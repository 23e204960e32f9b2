package metricflow.timeline;

import java.util.Arrays;

/**
 * Writes the timeline of one person and day.
 *
 * <p>A timeline is a list of events in the order of their time. Each is a time, the client's
 * sequence number, which orders events of one instant, and a code, the number that the project's
 * dictionary gives to what happened. Format, version 2:
 *
 * <pre>
 *   byte       2, the version
 *   varint     number of events n
 *   varint     length of the times in bytes
 *   varint     length of the codes in bytes
 *   times      n varints: the first time in epoch milliseconds, zigzag; then milliseconds since the event before
 *   codes      n varints
 *   sequences  n varints: how much more than one above the event before, zigzag; before the first is -1
 * </pre>
 *
 * A varint has 7 bits in a byte, the lowest first; the highest bit says that more follow. Times,
 * codes and sequences lie apart because each compresses best among its like; sequences are nearly
 * all 0. Version 1 had neither sequences nor the length of the codes.
 *
 * <p>A writer can be used for one timeline after another.
 */
public final class TimelineWriter {
  static final byte VERSION = 2;

  /** Before the first event, so that a first sequence of 0 is stored as 0. */
  static final int NONE_YET = -1;

  static final int MAX_VARINT_BYTES = 10;

  private byte[] times = new byte[64];
  private byte[] codes = new byte[64];
  private int timesLength;
  private int codesLength;
  private byte[] sequences = new byte[64];
  private int sequencesLength;
  private int lastSequence = NONE_YET;
  private int events;
  private long last;

  /**
   * Adds the next event.
   *
   * @param time epoch milliseconds
   * @param sequence the client's sequence number, or {@link metricflow.event.Event#NO_SEQUENCE}
   * @param code number of what happened, not negative
   * @throws IllegalArgumentException when it is earlier than the event before, or the code negative
   */
  public void add(long time, int sequence, int code) {
    if (code < 0) {
      throw new IllegalArgumentException("code must not be negative, but is " + code);
    }
    if (events > 0 && time < last) {
      throw new IllegalArgumentException("%d is earlier than %d".formatted(time, last));
    }
    times = withRoom(times, timesLength);
    codes = withRoom(codes, codesLength);
    long stored = events == 0 ? zigzag(time) : time - last;
    timesLength = writeVarint(stored, times, timesLength);
    codesLength = writeVarint(code, codes, codesLength);
    long ahead = sequence - (lastSequence + 1L);
    sequences = withRoom(sequences, sequencesLength);
    sequencesLength = writeVarint(zigzag(ahead), sequences, sequencesLength);
    last = time;
    lastSequence = sequence;
    events++;
  }

  /**
   * Adds all events left of {@code events}.
   *
   * @throws IllegalArgumentException as {@link #add}
   */
  public void addAll(EventCursor events) {
    while (events.next()) {
      add(events.time(), events.sequence(), events.code());
    }
  }

  /** The timeline, after which the writer is as new. */
  public byte[] finish() {
    byte[] bytes = new byte[1 + 3 * MAX_VARINT_BYTES + timesLength + codesLength + sequencesLength];
    bytes[0] = VERSION;
    int length = writeVarint(events, bytes, 1);
    length = writeVarint(timesLength, bytes, length);
    length = writeVarint(codesLength, bytes, length);
    System.arraycopy(times, 0, bytes, length, timesLength);
    length += timesLength;
    System.arraycopy(codes, 0, bytes, length, codesLength);
    length += codesLength;
    System.arraycopy(sequences, 0, bytes, length, sequencesLength);
    length += sequencesLength;
    timesLength = 0;
    codesLength = 0;
    sequencesLength = 0;
    lastSequence = NONE_YET;
    events = 0;
    return Arrays.copyOf(bytes, length);
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static byte[] withRoom(byte[] bytes, int length) {
    return length + MAX_VARINT_BYTES > bytes.length
        ? Arrays.copyOf(bytes, bytes.length * 2)
        : bytes;
  }

  static int writeVarint(long value, byte[] out, int at) {
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
