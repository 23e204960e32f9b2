package metricflow.timeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a block as {@link TimelineBlockWriter} writes it, person by person, without a copy.
 *
 * <pre>{@code
 * reader.open(bytes, from, to);
 * while (reader.next()) ... reader.personKey() ... timeline.open(bytes, reader.from(), reader.to()) ...
 * }</pre>
 */
public final class TimelineBlockReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = {};
  private int end;
  private int from;
  private int to;
  private long personKey;

  /**
   * Starts to read the block that lies in {@code bytes} from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException when it is no block
   */
  public void open(byte[] bytes, int from, int to) {
    if (from >= to || bytes[from] != TimelineBlockWriter.VERSION) {
      throw new IllegalArgumentException("no block of timelines, or of an unknown version");
    }
    this.bytes = bytes;
    this.end = to;
    this.to = from + TimelineBlockWriter.FIRST_KEY;
  }

  /**
   * Goes to the next person.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean next() {
    if (to == end) {
      return false;
    }
    if (to + Long.BYTES >= end) {
      throw damaged();
    }
    personKey = (long) LONGS.get(bytes, to);
    int position = to + Long.BYTES;
    int shift = 0;
    int length = 0;
    byte read;
    do {
      if (position >= end || shift >= Integer.SIZE) {
        throw damaged();
      }
      read = bytes[position++];
      length |= (read & 0x7F) << shift;
      shift += 7;
    } while (read < 0);
    if (length < 0 || length > end - position) {
      throw damaged();
    }
    from = position;
    to = position + length;
    return true;
  }

  /** Key of the person at hand. */
  public long personKey() {
    return personKey;
  }

  /** Where the timeline of the person at hand begins in the bytes. */
  public int from() {
    return from;
  }

  /** Where the timeline of the person at hand ends in the bytes. */
  public int to() {
    return to;
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException("the bytes of the block of timelines are damaged");
  }
}
