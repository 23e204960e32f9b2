package metricflow.timeline;

import java.nio.ByteBuffer;

/**
 * Writes the events of many persons and one day into one value, so that a funnel reads a block
 * where it would read a row for each person.
 *
 * <p>Persons are told apart by a key, 64 bits of a hash; all persons of a block are of one bucket,
 * the upper 8 bits of the key, so the days of a person lie in blocks of one bucket. Events are as
 * in {@link TimelineWriter}. Format, version 2; all numbers have the highest byte first:
 *
 * <pre>
 *   byte         2, the version
 *   byte         the bucket
 *   8 bytes      start of the UTC day of the first event written, in epoch milliseconds
 *   4 bytes      number of persons p
 *   4 bytes      number of events n
 *   4 bytes      length of the codes in bytes
 *   keys         p times 7 bytes: the other bits of the key, ascending
 *   counts       p varints: 4 times the events of the person, and in the lowest bits how many
 *                exceptions it has: 3 says that a varint follows with how many more than that
 *   codes        n varints, person by person
 *   times        n times 4 bytes: milliseconds since that start
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

  private ByteBuffer keys = ByteBuffer.allocate(1_024);
  private ByteBuffer counts = ByteBuffer.allocate(256);
  private ByteBuffer codes = ByteBuffer.allocate(1_024);
  private ByteBuffer times = ByteBuffer.allocate(4_096);
  private ByteBuffer exceptions = ByteBuffer.allocate(256);
  private int persons;
  private int events;
  private long lastKey;
  private long start;

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
    keys = withRoom(keys, Long.BYTES);
    // The byte of the bucket is written over by the next key.
    keys.putLong(personKey << (Long.SIZE - BUCKET_SHIFT)).position(keys.position() - 1);
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
    codes = withVarint(codes, code);
    times = withRoom(times, Integer.BYTES).putInt(sinceStart);
    if (sequence != expectedSequence) {
      exceptions = withVarint(exceptions, events - lastException);
      exceptions = withVarint(exceptions, TimelineWriter.zigzag(sequence - expectedSequence));
      lastException = events;
      ownExceptions++;
    }
    expectedSequence = sequence + 1L;
    events++;
  }

  /** The person has no more events. */
  public void end() {
    long count = (long) (events - firstEvent) << EXCEPTION_BITS;
    counts = withVarint(counts, count | Math.min(ownExceptions, MANY_EXCEPTIONS));
    if (ownExceptions >= MANY_EXCEPTIONS) {
      counts = withVarint(counts, ownExceptions - MANY_EXCEPTIONS);
    }
    persons++;
  }

  private static ByteBuffer withVarint(ByteBuffer bytes, long value) {
    ByteBuffer roomy = withRoom(bytes, TimelineWriter.MAX_VARINT_BYTES);
    return roomy.position(TimelineWriter.writeVarint(value, roomy.array(), roomy.position()));
  }

  private static ByteBuffer withRoom(ByteBuffer bytes, int room) {
    return bytes.remaining() >= room
        ? bytes
        : ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
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
        + keys.position()
        + counts.position()
        + codes.position()
        + times.position()
        + exceptions.position();
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
    ByteBuffer block = ByteBuffer.wrap(bytes, from, size());
    block
        .put(VERSION)
        .put((byte) bucket(lastKey))
        .putLong(start)
        .putInt(persons)
        .putInt(events)
        .putInt(codes.position());
    for (ByteBuffer part : new ByteBuffer[] {keys, counts, codes, times, exceptions}) {
      block.put(part.flip());
      part.clear();
    }
    persons = 0;
    events = 0;
  }
}
