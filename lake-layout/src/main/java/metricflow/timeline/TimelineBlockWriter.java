package metricflow.timeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes the events of many persons and one day into one value, so that a funnel reads a block
 * where it would read a row for each person.
 *
 * <p>Persons are told apart by a key, 64 bits of a hash; all persons of a block are of one bucket,
 * the upper 8 bits of the key, so the days of a person lie in blocks of one bucket. Events are as
 * in {@link TimelineWriter}. Format, versions 2 and 3; all numbers have the highest byte first:
 *
 * <pre>
 *   byte         the version: 2, or 3 where all events are of the start and their times left out
 *   byte         the bucket
 *   8 bytes      start of the UTC day of the first event written, in epoch milliseconds
 *   4 bytes      number of persons p
 *   4 bytes      number of events n
 *   4 bytes      length of the codes in bytes
 *   keys         p times 7 bytes: the other bits of the key, ascending
 *   counts       p varints: 4 times the events of the person, and in the lowest bits how many
 *                exceptions it has: 3 says that a varint follows with how many more than that
 *   codes        n varints, person by person
 *   times        n times 4 bytes: milliseconds since that start; in version 3 none
 *   exceptions   to the end: pairs of varints where the sequence is not one above that of the event
 *                before (before a person's first is -1): events since the person's exception before,
 *                or its first event, and how much more than one above, zigzag
 * </pre>
 *
 * <p>Most persons took no step of a funnel: their codes tell so, and nothing else of them is read.
 * Sequences matter where events are of one instant: who does not ask for them passes over them.
 * Times are not packed tighter, and blocks are not compressed, because that costs more than it
 * saves to read.
 *
 * <p>A writer can be used for one block after another.
 */
public final class TimelineBlockWriter {
  static final byte VERSION = 2;
  static final byte VERSION_WITHOUT_TIMES = 3;
  static final int HEADER_BYTES = 2 + Long.BYTES + 3 * Integer.BYTES;
  static final int KEY_BYTES = 7;

  /** Bits of a count that tell of exceptions, and what they say where there are more. */
  static final int EXCEPTION_BITS = 2;

  static final int MANY_EXCEPTIONS = (1 << EXCEPTION_BITS) - 1;

  /** Bits of a key below those of its bucket. */
  public static final int BUCKET_SHIFT = 8 * KEY_BYTES;

  /** How many buckets there are. */
  public static final int BUCKETS = 256;

  static final long KEY_MASK = (1L << BUCKET_SHIFT) - 1;

  private static final long DAY_MILLIS = 86_400_000L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** Columns of persons and of events have room for so many. */
  private int roomForPersons = 64;

  private int roomForEvents = 256;

  // A key is written with the byte after it, which the next writes over.
  private byte[] keys = new byte[roomForPersons * KEY_BYTES + 1];
  private byte[] counts = new byte[roomForPersons * 2 * TimelineWriter.MAX_VARINT_BYTES];
  private byte[] codes = new byte[roomForEvents * TimelineWriter.MAX_VARINT_BYTES];
  private byte[] times = new byte[roomForEvents * Integer.BYTES];
  private byte[] exceptions = new byte[256];
  private int countsLength;
  private int codesLength;
  private int exceptionsLength;
  private int persons;
  private int events;
  private long lastKey;
  private long start;

  /** Whether some event is not of the start. */
  private boolean timed;

  /** Of the person who has begun. */
  private int firstEvent;

  private int lastException;
  private int ownExceptions;
  private long expectedSequence;

  /** The bucket of a person's key, from 0 to 255. */
  public static int bucket(long personKey) {
    return (int) (personKey >>> BUCKET_SHIFT);
  }

  /**
   * Adds the next person.
   *
   * @throws IllegalArgumentException when the key is not above the one before, or of another
   *     bucket, or an event more than 24 days from the first; the writer is of no use then
   */
  public void add(long personKey, EventCursor personEvents) {
    begin(personKey);
    while (personEvents.next()) {
      event(personEvents.time(), personEvents.sequence(), personEvents.code());
    }
    end();
  }

  /**
   * Begins the next person, whose events come by {@link #event}, and after them {@link #end}.
   *
   * @throws IllegalArgumentException as {@link #add} throws it
   */
  public void begin(long personKey) {
    if (persons > 0 && (personKey <= lastKey || bucket(personKey) != bucket(lastKey))) {
      throw new IllegalArgumentException(
          "person %x cannot come after %x in a block".formatted(personKey, lastKey));
    }
    if (persons == roomForPersons) {
      roomForPersons *= 2;
      keys = Arrays.copyOf(keys, roomForPersons * KEY_BYTES + 1);
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    LONGS.set(keys, persons * KEY_BYTES, personKey << (Long.SIZE - BUCKET_SHIFT));
    lastKey = personKey;
    firstEvent = events;
    lastException = events;
    ownExceptions = 0;
    expectedSequence = TimelineWriter.NONE_YET + 1L;
  }

  /**
   * Adds an event of the person who has begun.
   *
   * @throws IllegalArgumentException as {@link #add} throws it
   */
  public void event(long time, int sequence, int code) {
    if (events == 0) {
      start = Math.floorDiv(time, DAY_MILLIS) * DAY_MILLIS;
    }
    int sinceStart = (int) (time - start);
    if (start + sinceStart != time) {
      throw new IllegalArgumentException("a block holds the events of one day");
    }
    if (events == roomForEvents) {
      roomForEvents *= 2;
      codes = Arrays.copyOf(codes, codes.length * 2);
      times = Arrays.copyOf(times, times.length * 2);
    }
    codesLength = TimelineWriter.writeVarint(code, codes, codesLength);
    INTS.set(times, events * Integer.BYTES, sinceStart);
    timed |= sinceStart != 0;
    if (sequence != expectedSequence) {
      exception(sequence - expectedSequence);
    }
    expectedSequence = sequence + 1L;
    events++;
  }

  private void exception(long ahead) {
    if (exceptions.length - exceptionsLength < 2 * TimelineWriter.MAX_VARINT_BYTES) {
      exceptions = Arrays.copyOf(exceptions, exceptions.length * 2);
    }
    exceptionsLength =
        TimelineWriter.writeVarint(events - lastException, exceptions, exceptionsLength);
    exceptionsLength =
        TimelineWriter.writeVarint(TimelineWriter.zigzag(ahead), exceptions, exceptionsLength);
    lastException = events;
    ownExceptions++;
  }

  /** The person has no more events. */
  public void end() {
    long count = (long) (events - firstEvent) << EXCEPTION_BITS;
    int told = Math.min(ownExceptions, MANY_EXCEPTIONS);
    countsLength = TimelineWriter.writeVarint(count | told, counts, countsLength);
    if (told == MANY_EXCEPTIONS) {
      countsLength = TimelineWriter.writeVarint(ownExceptions - told, counts, countsLength);
    }
    persons++;
  }

  /** Number of persons added since the last {@link #finish}. */
  public int persons() {
    return persons;
  }

  /** Number of events added since the last {@link #finish}. */
  public int events() {
    return events;
  }

  /** Bytes the block has so far. */
  public int size() {
    return HEADER_BYTES
        + persons * KEY_BYTES
        + countsLength
        + codesLength
        + timesLength()
        + exceptionsLength;
  }

  private int timesLength() {
    return timed ? events * Integer.BYTES : 0;
  }

  /** The block, after which the writer is as new. */
  public byte[] finish() {
    byte[] block = new byte[size()];
    finish(block, 0);
    return block;
  }

  /**
   * Writes the block, {@link #size} bytes, into {@code bytes} from {@code from} on, after which the
   * writer is as new.
   */
  public void finish(byte[] bytes, int from) {
    ByteBuffer.wrap(bytes, from, size())
        .put(timed ? VERSION : VERSION_WITHOUT_TIMES)
        .put((byte) bucket(lastKey))
        .putLong(start)
        .putInt(persons)
        .putInt(events)
        .putInt(codesLength)
        .put(keys, 0, persons * KEY_BYTES)
        .put(counts, 0, countsLength)
        .put(codes, 0, codesLength)
        .put(times, 0, timesLength())
        .put(exceptions, 0, exceptionsLength);
    countsLength = 0;
    codesLength = 0;
    exceptionsLength = 0;
    persons = 0;
    events = 0;
    timed = false;
  }
}
