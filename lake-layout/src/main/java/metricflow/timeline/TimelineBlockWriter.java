package metricflow.timeline;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes timelines of many persons and one day into one value, so that a funnel reads a block where
 * it would read a row for each person.
 *
 * <p>Persons are told apart by a key, 64 bits of a hash; all persons of a block are of one bucket,
 * the upper 8 bits of the key, so the days of a person lie in blocks of one bucket. Format, version
 * 1:
 *
 * <pre>
 *   byte       1, the version
 *   persons, by key, ascending as signed numbers:
 *     8 bytes  the key, the highest first
 *     varint   length of the timeline in bytes
 *     bytes    the timeline, as {@link TimelineWriter} writes it
 * </pre>
 *
 * <p>A writer can be used for one block after another.
 */
public final class TimelineBlockWriter {
  static final byte VERSION = 1;

  /** Where the key of the first person begins. */
  static final int FIRST_KEY = 1;

  private static final int BUCKET_SHIFT = 56;

  private ByteBuffer bytes = ByteBuffer.allocate(4_096);
  private int persons;
  private long last;

  /** The bucket of a person's key, from 0 to 255. */
  public static int bucket(long personKey) {
    return (int) (personKey >>> BUCKET_SHIFT);
  }

  /**
   * Adds the next person.
   *
   * @throws IllegalArgumentException when the key is not above the one before, or of another bucket
   */
  public void add(long personKey, byte[] timeline) {
    if (persons == 0) {
      bytes.put(VERSION);
    } else if (personKey <= last || bucket(personKey) != bucket(last)) {
      throw new IllegalArgumentException(
          "person %x cannot come after %x in a block".formatted(personKey, last));
    }
    int room = Long.BYTES + TimelineWriter.MAX_VARINT_BYTES + timeline.length;
    if (bytes.remaining() < room) {
      int capacity = Math.max(bytes.capacity() * 2, bytes.position() + room);
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
    bytes.putLong(personKey);
    bytes.position(TimelineWriter.writeVarint(timeline.length, bytes.array(), bytes.position()));
    bytes.put(timeline);
    last = personKey;
    persons++;
  }

  /** Number of persons added since the last {@link #finish}. */
  public int persons() {
    return persons;
  }

  /** Bytes the block has so far. */
  public int size() {
    return bytes.position();
  }

  /** The block, after which the writer is as new. */
  public byte[] finish() {
    byte[] block = Arrays.copyOf(bytes.array(), bytes.position());
    bytes.clear();
    persons = 0;
    return block;
  }
}
