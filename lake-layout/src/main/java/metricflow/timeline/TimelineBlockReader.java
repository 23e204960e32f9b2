package metricflow.timeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a block as {@link TimelineBlockWriter} writes it, without a copy: person by person, or any
 * person at once.
 *
 * <pre>{@code
 * reader.open(bytes, from, to);
 * while (reader.nextPerson()) {
 *   ... reader.personKey() ...
 *   while (reader.next()) ... reader.time() ... reader.sequence() ... reader.code() ...
 * }
 * }</pre>
 *
 * <p>Persons are numbered from 0, and so are all events of the block, person by person.
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
  private int end;
  private long bucketBits;
  private long start;
  private boolean timed;
  private int persons;
  private int events;
  private int keysAt;
  private int codesAt;
  private int timesAt;
  private int exceptionsAt;

  /** By person: the number of its first event, and after the last of them that of all events. */
  private int[] firstEvents = {0};

  /** The same with exceptions. */
  private int[] firstExceptions = {0};

  private int person;
  private int nextEvent;
  private int lastEvent;

  /** Where the code of the next event lies. */
  private int codeAt;

  /** Exceptions of all persons before {@link #exceptionAt}. */
  private int exceptionsBehind;

  private int exceptionAt;

  /** Number in the block of the next exception of the person at hand. */
  private int nextException;

  /** Of the exception read last: which event of the person it is of, and what it adds. */
  private int exception;

  private long ahead;

  /** What all exceptions of the person up to the event asked about have added. */
  private long aheadSoFar;

  private int code;

  /** Whether the bytes are of a version that is read; earlier releases wrote another. */
  public static boolean reads(byte[] bytes) {
    return bytes.length > 0 && isKnown(bytes[0]);
  }

  private static boolean isKnown(byte version) {
    return version == TimelineBlockWriter.VERSION
        || version == TimelineBlockWriter.VERSION_WITHOUT_TIMES;
  }

  /**
   * Starts to read the block that lies in {@code bytes} from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException when it is no block
   */
  public void open(byte[] bytes, int from, int to) {
    if (from >= to || !isKnown(bytes[from])) {
      throw new IllegalArgumentException("no block of timelines, or of an unknown version");
    }
    if (to - from < TimelineBlockWriter.HEADER_BYTES) {
      throw varints.damaged();
    }
    this.bytes = bytes;
    end = to;
    timed = bytes[from] == TimelineBlockWriter.VERSION;
    bucketBits = (long) bytes[from + 1] << TimelineBlockWriter.BUCKET_SHIFT;
    start = (long) LONGS.get(bytes, from + 2);
    int numbers = from + 2 + Long.BYTES;
    persons = (int) INTS.get(bytes, numbers);
    events = (int) INTS.get(bytes, numbers + Integer.BYTES);
    long codesLength = (int) INTS.get(bytes, numbers + 2 * Integer.BYTES);
    keysAt = from + TimelineBlockWriter.HEADER_BYTES;
    long counts = keysAt + (long) persons * TimelineBlockWriter.KEY_BYTES;
    // A person has a byte at least that counts its events.
    if (persons < 0 || events < 0 || codesLength < events || counts + persons > to) {
      throw varints.damaged();
    }
    codesAt = readCounts((int) counts);
    long times = codesAt + codesLength;
    long exceptions = times + (timed ? (long) events * Integer.BYTES : 0);
    if (exceptions > to) {
      throw varints.damaged();
    }
    timesAt = (int) times;
    exceptionsAt = (int) exceptions;
    person = -1;
    nextEvent = 0;
    lastEvent = 0;
    codeAt = codesAt;
    exceptionsBehind = 0;
    exceptionAt = exceptionsAt;
  }

  private int readCounts(int from) {
    if (firstEvents.length <= persons) {
      firstEvents = new int[persons + 1];
      firstExceptions = new int[persons + 1];
    }
    long event = 0;
    long exception = 0;
    int at = from;
    for (int i = 0; i < persons; i++) {
      at = varints.read(bytes, at, end);
      long count = varints.value() >>> TimelineBlockWriter.EXCEPTION_BITS;
      long own = varints.value() & TimelineBlockWriter.MANY_EXCEPTIONS;
      if (own == TimelineBlockWriter.MANY_EXCEPTIONS) {
        at = varints.read(bytes, at, end);
        own += varints.value();
      }
      event += count;
      exception += own;
      if (count > events || event > events || own < 0 || own > count) {
        throw varints.damaged();
      }
      firstEvents[i + 1] = (int) event;
      firstExceptions[i + 1] = (int) exception;
    }
    if (event != events) {
      throw varints.damaged();
    }
    return at;
  }

  /** Start of the UTC day of the block's first event, in epoch milliseconds. */
  public long start() {
    return start;
  }

  /** How many persons there are. */
  public int persons() {
    return persons;
  }

  /** The key of a person. */
  public long personKey(int person) {
    // The byte before the key is of the header or of the key before.
    int at = keysAt + person * TimelineBlockWriter.KEY_BYTES - 1;
    return bucketBits | ((long) LONGS.get(bytes, at) & TimelineBlockWriter.KEY_MASK);
  }

  /** The number of a person's first event; of the person after the last that of all events. */
  public int firstEvent(int person) {
    return firstEvents[person];
  }

  /** When an event happened, in epoch milliseconds. */
  public long time(int event) {
    return timed ? start + (int) INTS.get(bytes, timesAt + event * Integer.BYTES) : start;
  }

  /**
   * Goes to the next person, whose events come next.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean nextPerson() {
    if (person + 1 == persons) {
      goToEvent(events);
      if (codeAt != timesAt) {
        throw varints.damaged();
      }
      return false;
    }
    goTo(person + 1);
    return true;
  }

  /**
   * Goes to a person, whose events come next. It costs least when persons are gone to in their
   * order.
   *
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public void goTo(int person) {
    goToEvent(firstEvents[person]);
    this.person = person;
    lastEvent = firstEvents[person + 1];
    nextException = firstExceptions[person];
    // Most persons have none, and in what is left of a block for a question nobody has.
    exception = nextException == firstExceptions[person + 1] ? Integer.MAX_VALUE : NO_EXCEPTION;
    aheadSoFar = 0;
  }

  private void goToEvent(int event) {
    if (timesAt - codesAt == events) {
      codeAt = codesAt + event;
    } else {
      if (event < nextEvent) {
        nextEvent = 0;
        codeAt = codesAt;
      }
      codeAt = varints.skip(event - nextEvent, bytes, codeAt, timesAt);
    }
    nextEvent = event;
  }

  /** Key of the person at hand. */
  public long personKey() {
    return personKey(person);
  }

  /** Number of events of the person at hand. */
  public int events() {
    return lastEvent - firstEvents[person];
  }

  /** Number of the event at hand in the block, from 0. */
  public int index() {
    return nextEvent - 1;
  }

  @Override
  public boolean next() {
    if (nextEvent == lastEvent) {
      return false;
    }
    nextEvent++;
    // Nearly all codes are a byte.
    code = codeAt < timesAt ? bytes[codeAt] : -1;
    if (code >= 0) {
      codeAt++;
      return true;
    }
    codeAt = varints.read(bytes, codeAt, timesAt);
    code = varints.code();
    return true;
  }

  @Override
  public long time() {
    return time(nextEvent - 1);
  }

  @Override
  public int sequence() {
    return sequence(nextEvent - 1 - firstEvents[person]);
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
    if (nextException == firstExceptions[person + 1]) {
      exception = Integer.MAX_VALUE;
      return;
    }
    if (nextException < exceptionsBehind) {
      exceptionsBehind = 0;
      exceptionAt = exceptionsAt;
    }
    exceptionAt = varints.skip(2L * (nextException - exceptionsBehind), bytes, exceptionAt, end);
    nextException++;
    exceptionsBehind = nextException;
    exceptionAt = varints.read(bytes, exceptionAt, end);
    long since = varints.value();
    int before = Math.max(exception, 0);
    if (since < 0 || since > Integer.MAX_VALUE - 1 - before) {
      throw varints.damaged();
    }
    exception = before + (int) since;
    exceptionAt = varints.read(bytes, exceptionAt, end);
    ahead = varints.unzigzagged();
  }

  @Override
  public int code() {
    return code;
  }

  /** Bytes of the block, and where in them the codes of all events lie. */
  byte[] bytes() {
    return bytes;
  }

  int codesAt() {
    return codesAt;
  }

  int codesEnd() {
    return timesAt;
  }

  int allEvents() {
    return events;
  }

  /** Reads the numbers of the block. */
  VarintReader varints() {
    return varints;
  }
}
