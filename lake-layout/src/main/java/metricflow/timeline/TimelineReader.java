package metricflow.timeline;

/**
 * Reads a timeline as {@link TimelineWriter} writes it, without a copy.
 *
 * <pre>{@code
 * reader.open(bytes, from, to);
 * while (reader.next()) ... reader.time() ... reader.code() ...
 * }</pre>
 */
public final class TimelineReader {
  private byte[] bytes = {};
  private int timesAt;
  private int timesEnd;
  private int codesAt;
  private int end;
  private int left;
  private boolean first;
  private long time;
  private int code;

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
    if (bytes[from] != TimelineWriter.VERSION) {
      throw new IllegalArgumentException("unknown version %d of timeline".formatted(bytes[from]));
    }
    this.bytes = bytes;
    readVarint(from + 1, to);
    long events = value;
    readVarint(after, to);
    long timesLength = value;
    // Each event takes a byte at least in either part.
    if (timesLength < 0 || timesLength > to - after || events < 0 || events > timesLength) {
      throw damaged();
    }
    timesAt = after;
    timesEnd = timesAt + (int) timesLength;
    codesAt = timesEnd;
    end = to;
    left = (int) events;
    first = true;
  }

  /**
   * Goes to the next event.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean next() {
    if (left == 0) {
      if (timesAt != timesEnd || codesAt != end) {
        throw damaged();
      }
      return false;
    }
    left--;
    readVarint(timesAt, timesEnd);
    timesAt = after;
    if (first) {
      time = (value >>> 1) ^ -(value & 1);
      first = false;
    } else {
      if (value < 0) {
        throw damaged();
      }
      time += value;
    }
    readVarint(codesAt, end);
    codesAt = after;
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged();
    }
    code = (int) value;
    return true;
  }

  /** Time of the event at hand in epoch milliseconds. */
  public long time() {
    return time;
  }

  /** Code of the event at hand. */
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

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException("the bytes of the timeline are damaged");
  }
}
