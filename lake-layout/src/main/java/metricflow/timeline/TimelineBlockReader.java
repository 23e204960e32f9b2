package metricflow.timeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a block as {@link TimelineBlockWriter} writes it, person by person, without a copy.
 *
 * <pre>{@code
 * reader.open(bytes, from, to);
 * while (reader.nextPerson()) {
 *   ... reader.personKey() ...
 *   while (reader.next()) ... reader.time() ... reader.sequence() ... reader.code() ...
 * }
 * }</pre>
 */
public final class TimelineBlockReader implements EventCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final VarintReader varints = new VarintReader("block of timelines");
  private byte[] bytes = {};
  private long bucketBits;
  private long start;
  private int personsLeft;
  private int keysAt;
  private int countsAt;
  private int codesAt;
  private int codesEnd;
  private int timesAt;
  private int exceptionsAt;
  private int end;

  private long personKey;

  /** Of the person at hand: where the codes begin, and how many events there are. */
  private int personCodes;

  private int personEvents;
  private int eventsLeft;

  /** Index in the block of the next event, and of the next exception and its amount. */
  private int nextEvent;

  private int exception;
  private long ahead;

  private int codeAt;
  private int code;
  private long time;
  private long sequence;

  /**
   * Starts to read the block that lies in {@code bytes} from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException when it is no block
   */
  public void open(byte[] bytes, int from, int to) {
    if (from >= to || bytes[from] != TimelineBlockWriter.VERSION) {
      throw new IllegalArgumentException("no block of timelines, or of an unknown version");
    }
    if (to - from < TimelineBlockWriter.HEADER_BYTES) {
      throw varints.damaged();
    }
    this.bytes = bytes;
    bucketBits = (long) bytes[from + 1] << TimelineBlockWriter.BUCKET_SHIFT;
    start = (long) LONGS.get(bytes, from + 2);
    int numbers = from + 2 + Long.BYTES;
    personsLeft = (int) INTS.get(bytes, numbers);
    long events = (int) INTS.get(bytes, numbers + Integer.BYTES);
    long codesLength = (int) INTS.get(bytes, numbers + 2 * Integer.BYTES);
    end = to;
    keysAt = from + TimelineBlockWriter.HEADER_BYTES;
    long counts = keysAt + (long) personsLeft * TimelineBlockWriter.KEY_BYTES;
    if (personsLeft < 0 || events < 0 || codesLength < events || counts > to) {
      throw varints.damaged();
    }
    countsAt = (int) counts;
    int at = countsAt;
    for (int i = 0; i < personsLeft; i++) {
      at = varints.read(bytes, at, to);
    }
    codesAt = at;
    long times = codesAt + codesLength;
    if (times + events * Integer.BYTES > to) {
      throw varints.damaged();
    }
    codesEnd = (int) times;
    timesAt = codesEnd;
    exceptionsAt = (int) (times + events * Integer.BYTES);
    nextEvent = 0;
    exception = 0;
    personEvents = 0;
    eventsLeft = 0;
    personCodes = codesAt;
    codeAt = codesAt;
    readException();
  }

  private void readException() {
    if (exceptionsAt == end) {
      exception = Integer.MAX_VALUE;
      return;
    }
    exceptionsAt = varints.read(bytes, exceptionsAt, end);
    long value = varints.value();
    if (value < 0 || value > Integer.MAX_VALUE - exception) {
      throw varints.damaged();
    }
    exception += (int) value;
    exceptionsAt = varints.read(bytes, exceptionsAt, end);
    ahead = varints.unzigzagged();
  }

  /**
   * Goes to the next person, whose events come next.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean nextPerson() {
    skipEvents();
    if (personsLeft == 0) {
      if (codeAt != codesEnd) {
        throw varints.damaged();
      }
      return false;
    }
    personsLeft--;
    // The byte before the key is of the header or of the key before.
    personKey = bucketBits | ((long) LONGS.get(bytes, keysAt - 1) & TimelineBlockWriter.KEY_MASK);
    keysAt += TimelineBlockWriter.KEY_BYTES;
    countsAt = varints.read(bytes, countsAt, codesAt);
    long value = varints.value();
    if (value < 0 || value > codesEnd - codeAt) {
      throw varints.damaged();
    }
    personEvents = (int) value;
    eventsLeft = personEvents;
    personCodes = codeAt;
    sequence = TimelineWriter.NONE_YET;
    return true;
  }

  private void skipEvents() {
    if (eventsLeft == 0) {
      return;
    }
    for (int left = eventsLeft; left > 0; codeAt++) {
      if (codeAt >= codesEnd) {
        throw varints.damaged();
      }
      left -= bytes[codeAt] >= 0 ? 1 : 0;
    }
    nextEvent += eventsLeft;
    timesAt += eventsLeft * Integer.BYTES;
    eventsLeft = 0;
    while (exception < nextEvent) {
      readException();
    }
  }

  /** Key of the person at hand. */
  public long personKey() {
    return personKey;
  }

  /** Number of events of the person at hand. */
  public int events() {
    return personEvents;
  }

  /**
   * Whether an event of the person at hand has a code with a mask; its events come yet.
   *
   * @param masks by code; further codes have none
   * @throws IllegalArgumentException when the bytes of the codes are damaged
   */
  public boolean holdsAny(long[] masks) {
    return varints.holdsAny(masks, personEvents, bytes, personCodes, codesEnd);
  }

  @Override
  public boolean next() {
    if (eventsLeft == 0) {
      return false;
    }
    eventsLeft--;
    codeAt = varints.read(bytes, codeAt, codesEnd);
    long value = varints.value();
    if (value < 0 || value > Integer.MAX_VALUE || timesAt + Integer.BYTES > end) {
      throw varints.damaged();
    }
    code = (int) value;
    time = start + (int) INTS.get(bytes, timesAt);
    timesAt += Integer.BYTES;
    sequence++;
    while (exception == nextEvent) {
      sequence += ahead;
      readException();
    }
    nextEvent++;
    if (sequence != (int) sequence) {
      throw varints.damaged();
    }
    return true;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public int sequence() {
    return (int) sequence;
  }

  @Override
  public int code() {
    return code;
  }
}
