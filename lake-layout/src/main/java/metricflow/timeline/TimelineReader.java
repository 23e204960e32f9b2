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

  private final VarintReader varints = new VarintReader("timeline");
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
    int after = varints.read(bytes, from + 1, to);
    long events = varints.value();
    after = varints.read(bytes, after, to);
    long timesLength = varints.value();
    long codesLength = 0;
    if (withSequences) {
      after = varints.read(bytes, after, to);
      codesLength = varints.value();
    }
    long room = to - after;
    if (timesLength < 0 || timesLength > room) {
      throw varints.damaged();
    }
    room -= timesLength;
    if (!withSequences) {
      codesLength = room;
    }
    // Each event takes a byte at least in either part.
    if (codesLength < 0 || codesLength > room || events < 0 || events > timesLength) {
      throw varints.damaged();
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
    int at = codesAt;
    for (int i = 0; i < left; i++) {
      // Nearly all codes are a byte.
      long one = at < codesEnd ? bytes[at] : -1;
      if (one >= 0) {
        at++;
      } else {
        at = varints.read(bytes, at, codesEnd);
        one = varints.value();
      }
      if (one >= 0 && one < masks.length && masks[(int) one] != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean next() {
    if (left == 0) {
      if (timesAt != timesEnd || codesAt != codesEnd || sequencesAt != end) {
        throw varints.damaged();
      }
      return false;
    }
    left--;
    timesAt = varints.read(bytes, timesAt, timesEnd);
    if (first) {
      time = varints.unzigzagged();
      first = false;
    } else {
      if (varints.value() < 0) {
        throw varints.damaged();
      }
      time += varints.value();
    }
    codesAt = varints.read(bytes, codesAt, codesEnd);
    code = varints.code();
    sequence++;
    if (withSequences) {
      sequencesAt = varints.read(bytes, sequencesAt, end);
      sequence += varints.unzigzagged();
      if (sequence != (int) sequence) {
        throw varints.damaged();
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
}
