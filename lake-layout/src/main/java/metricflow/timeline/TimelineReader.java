package metricflow.timeline;

/**
 * Reads a timeline as {@link TimelineWriter} writes it, without a copy.
 *
 * <pre>{@code
 * reader.open(bytes, from, to);
 * while (reader.next()) ... reader.time() ... reader.sequence() ... reader.code() ...
 * }</pre>
 */
public final class TimelineReader implements EventCursor {
  private static final byte WITHOUT_SEQUENCES = 1;

  private byte[] bytes = {};
  private int timesAt;
  private int timesEnd;
  private int codesAt;
  private int codesEnd;
  private int sequencesAt;
  private int end;
  private boolean withSequences;
  private int left;
  private boolean first;
  private long time;
  private int code;
  private long sequence;

  /** The value and the position after it of the varint read last. */
  private long value;

  private int after;

  /**
   * Starts to read the timeline that lies in {@code bytes} from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException when it is no timeline
   */
  public void open(byte[] bytes, int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("an empty value is no timeline");
    }
    withSequences = bytes[from] == TimelineWriter.VERSION;
    if (!withSequences && bytes[from] != WITHOUT_SEQUENCES) {
      throw new IllegalArgumentException("unknown version %d of timeline".formatted(bytes[from]));
    }
    this.bytes = bytes;
    readVarint(from + 1, to);
    long events = value;
    readVarint(after, to);
    long timesLength = value;
    long codesLength = 0;
    if (withSequences) {
      readVarint(after, to);
      codesLength = value;
    }
    long room = to - after;
    if (timesLength < 0 || timesLength > room) {
      throw damaged();
    }
    room -= timesLength;
    if (!withSequences) {
      codesLength = room;
    }
    // Each event takes a byte at least in either part.
    if (codesLength < 0 || codesLength > room || events < 0 || events > timesLength) {
      throw damaged();
    }
    timesAt = after;
    timesEnd = timesAt + (int) timesLength;
    codesAt = timesEnd;
    codesEnd = codesAt + (int) codesLength;
    sequencesAt = codesEnd;
    end = to;
    sequence = TimelineWriter.NONE_YET;
    left = (int) events;
    first = true;
  }

  /**
   * Whether an event left has a code with a mask: one that has none needs no reading.
   *
   * @param masks by code; further codes have none
   * @throws IllegalArgumentException when the bytes of the codes are damaged
   */
  public boolean holdsAny(long[] masks) {
    int position = codesAt;
    while (position < codesEnd) {
      int one = bytes[position];
      if (one < 0) {
        readVarint(position, codesEnd);
        position = after;
        if (value >= 0 && value < masks.length && masks[(int) value] != 0) {
          return true;
        }
      } else {
        position++;
        if (one < masks.length && masks[one] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean next() {
    if (left == 0) {
      if (timesAt != timesEnd || codesAt != codesEnd || sequencesAt != end) {
        throw damaged();
      }
      return false;
    }
    left--;
    readVarint(timesAt, timesEnd);
    timesAt = after;
    if (first) {
      time = unzigzag(value);
      first = false;
    } else {
      if (value < 0) {
        throw damaged();
      }
      time += value;
    }
    readVarint(codesAt, codesEnd);
    codesAt = after;
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged();
    }
    code = (int) value;
    sequence++;
    if (withSequences) {
      readVarint(sequencesAt, end);
      sequencesAt = after;
      sequence += unzigzag(value);
      if (sequence != (int) sequence) {
        throw damaged();
      }
    }
    return true;
  }

  @Override
  public long time() {
    return time;
  }

  /**
   * The client's sequence number of the event at hand. Timelines of version 1 do not have it: there
   * the events are numbered in their order.
   */
  @Override
  public int sequence() {
    return (int) sequence;
  }

  @Override
  public int code() {
    return code;
  }

  private void readVarint(int from, int to) {
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
    after = position;
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException("the bytes of the timeline are damaged");
  }
}
