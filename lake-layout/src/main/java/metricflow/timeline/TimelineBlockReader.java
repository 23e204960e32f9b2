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

  /** No exception of the person is read yet. */
  private static final int NO_EXCEPTION = -1;

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

  /** Index in the block of the next event. */
  private int nextEvent;

  /** Exceptions of persons left behind that lie before those of the person at hand. */
  private long exceptionsBehind;

  /** Exceptions of the person at hand that are not read yet. */
  private int exceptionsLeft;

  /** Of the exception read last: which event of the person it is of, and what it adds. */
  private int exception;

  private long ahead;

  /** What all exceptions of the person up to the event asked about have added. */
  private long aheadSoFar;

  private int codeAt;
  private int code;
  private long time;

  /** Whether the bytes are of a version that is read; earlier releases wrote another. */
  public static boolean reads(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == TimelineBlockWriter.VERSION;
  }

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
      if ((varints.value() & TimelineBlockWriter.MANY_EXCEPTIONS)
          == TimelineBlockWriter.MANY_EXCEPTIONS) {
        at = varints.read(bytes, at, to);
      }
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
    exceptionsBehind = 0;
    exceptionsLeft = 0;
    exception = NO_EXCEPTION;
    personEvents = 0;
    eventsLeft = 0;
    personCodes = codesAt;
    codeAt = codesAt;
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
    long count = varints.value() >>> TimelineBlockWriter.EXCEPTION_BITS;
    long exceptions = varints.value() & TimelineBlockWriter.MANY_EXCEPTIONS;
    if (exceptions == TimelineBlockWriter.MANY_EXCEPTIONS) {
      countsAt = varints.read(bytes, countsAt, codesAt);
      exceptions += varints.value();
    }
    if (count > codesEnd - codeAt || exceptions < 0 || exceptions > count) {
      throw varints.damaged();
    }
    exceptionsBehind += exceptionsLeft;
    exceptionsLeft = (int) exceptions;
    exception = NO_EXCEPTION;
    aheadSoFar = 0;
    personEvents = (int) count;
    eventsLeft = personEvents;
    personCodes = codeAt;
    return true;
  }

  private void skipEvents() {
    pass(eventsLeft, varints.skip(eventsLeft, bytes, codeAt, codesEnd));
  }

  /** Leaves {@code events} of the person behind, after which the codes go on at {@code codes}. */
  private void pass(int events, int codes) {
    eventsLeft -= events;
    nextEvent += events;
    timesAt += events * Integer.BYTES;
    codeAt = codes;
  }

  /** Start of the UTC day of the block's first event, in epoch milliseconds. */
  public long start() {
    return start;
  }

  /** Key of the person at hand. */
  public long personKey() {
    return personKey;
  }

  /** Number of the event at hand in the block, from 0. */
  public int index() {
    return nextEvent - 1;
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
    int codes = varints.read(bytes, codeAt, codesEnd);
    arrive(1, codes, varints.value());
    return true;
  }

  /**
   * Goes to the next event of the person whose code has a mask with a bit that {@code seen} has
   * not. Others are passed over by their codes alone.
   *
   * @param masks by code; further codes have none
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean next(long[] masks, long seen) {
    int at = codeAt;
    for (int passed = 1; passed <= eventsLeft; passed++) {
      // Nearly all codes are a byte.
      long next = at < codesEnd ? bytes[at] : -1;
      if (next >= 0) {
        at++;
      } else {
        at = varints.read(bytes, at, codesEnd);
        next = varints.value();
      }
      if (next >= 0 && next < masks.length && (masks[(int) next] & ~seen) != 0) {
        arrive(passed, at, next);
        return true;
      }
    }
    pass(eventsLeft, at);
    return false;
  }

  private void arrive(int events, int codes, long arrivedAt) {
    int timeAt = timesAt + (events - 1) * Integer.BYTES;
    if (arrivedAt < 0 || arrivedAt > Integer.MAX_VALUE || timeAt + Integer.BYTES > end) {
      throw varints.damaged();
    }
    code = (int) arrivedAt;
    time = start + (int) INTS.get(bytes, timeAt);
    pass(events, codes);
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public int sequence() {
    return sequence(eventOfPerson());
  }

  /** Number of the event at hand among those of its person, from 0. */
  public int eventOfPerson() {
    return personEvents - eventsLeft - 1;
  }

  /**
   * The client's sequence number of an event of the person at hand.
   *
   * @param event its number among those of the person, from 0, not below any asked before
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public int sequence(int event) {
    while (exception <= event) {
      if (exception != NO_EXCEPTION) {
        aheadSoFar += ahead;
      }
      readException();
    }
    long sequence = aheadSoFar + event;
    if (sequence != (int) sequence) {
      throw varints.damaged();
    }
    return (int) sequence;
  }

  private void readException() {
    if (exceptionsLeft == 0) {
      exception = Integer.MAX_VALUE;
      return;
    }
    if (exceptionsBehind > 0) {
      exceptionsAt = varints.skip(2 * exceptionsBehind, bytes, exceptionsAt, end);
      exceptionsBehind = 0;
    }
    exceptionsLeft--;
    exceptionsAt = varints.read(bytes, exceptionsAt, end);
    long since = varints.value();
    int before = Math.max(exception, 0);
    if (since < 0 || since > Integer.MAX_VALUE - 1 - before) {
      throw varints.damaged();
    }
    exception = before + (int) since;
    exceptionsAt = varints.read(bytes, exceptionsAt, end);
    ahead = varints.unzigzagged();
  }

  @Override
  public int code() {
    return code;
  }
}
