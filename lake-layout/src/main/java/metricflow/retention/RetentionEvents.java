package metricflow.retention;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Starts and returns of one person, added in any order, read in the order of their time. */
public final class RetentionEvents {
  /** A time and two bits in 64: enough for 70 million years around 1970. */
  private static final int START = 1;

  private static final int RETURN = 2;
  private static final int FLAG_BITS = 2;

  private long[] packed = new long[4];
  private int size;
  private boolean sorted = true;

  /**
   * Adds an event; one that is neither is not kept.
   *
   * @param time epoch milliseconds
   * @param isStart whether it starts a cohort
   * @param isReturn whether it is a return
   */
  public void add(long time, boolean isStart, boolean isReturn) {
    if (isStart || isReturn) {
      add(time << FLAG_BITS | (isStart ? START : 0) | (isReturn ? RETURN : 0));
    }
  }

  private void add(long event) {
    if (size == packed.length) {
      packed = Arrays.copyOf(packed, size * 2);
    }
    sorted = sorted && (size == 0 || packed[size - 1] <= event);
    packed[size++] = event;
  }

  /** Adds the events of {@code other}. */
  public void addAll(RetentionEvents other) {
    for (int i = 0; i < other.size; i++) {
      add(other.packed[i]);
    }
  }

  /** Number of events. */
  public int size() {
    return size;
  }

  /** Time of an event in epoch milliseconds. */
  public long time(int index) {
    return sorted()[index] >> FLAG_BITS;
  }

  /** Whether an event starts a cohort. */
  public boolean isStart(int index) {
    return (sorted()[index] & START) != 0;
  }

  /** Whether an event is a return. */
  public boolean isReturn(int index) {
    return (sorted()[index] & RETURN) != 0;
  }

  private long[] sorted() {
    if (!sorted) {
      Arrays.sort(packed, 0, size);
      sorted = true;
    }
    return packed;
  }

  /** Memory held, in bytes. */
  public long retainedBytes() {
    return 48L + (long) packed.length * Long.BYTES;
  }

  /** Bytes that {@link #writeTo} writes. */
  public int byteSize() {
    return size * Long.BYTES;
  }

  /** Writes the events, 8 bytes each: what travels between Trino's workers. */
  public void writeTo(ByteBuffer out) {
    for (int i = 0; i < size; i++) {
      out.putLong(packed[i]);
    }
  }

  /** Reads what {@link #writeTo} wrote, to the end of {@code in}. */
  public static RetentionEvents readFrom(ByteBuffer in) {
    RetentionEvents events = new RetentionEvents();
    while (in.remaining() >= Long.BYTES) {
      events.add(in.getLong());
    }
    return events;
  }
}
