package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.nio.ByteBuffer;

/**
 * What aggregates over blocks take as one value: a block of timelines, one timeline out of a block,
 * of a person who is somebody else by now, or one event; what is left of a block in which nothing
 * matters, which is its bucket; and the question that all of a bucket are about. All have the
 * bucket of their persons in the second byte.
 */
final class TimelinePart {
  /** First byte of a timeline of a person who moved, where a block has its version. */
  static final byte MOVED = 0x4D;

  /** First byte of an event. */
  static final byte EVENT = 0x45;

  /** First byte of a block with what the contexts of its events mean. */
  static final byte MEANINGS = 0x43;

  /** Where the length of that block lies, and after it the block. */
  static final int MEANINGS_LENGTH = 2;

  static final int MEANINGS_BODY = MEANINGS_LENGTH + Integer.BYTES;

  /** First byte of a question. */
  static final byte QUESTION = 0x51;

  /** Where the bytes of a question begin. */
  static final int QUESTION_BODY = 2;

  /** First byte of what is left of a block in which nothing matters. */
  static final byte NOTHING = 0x4E;

  /** Where the rest of a moved timeline or of an event begins. */
  static final int BODY = 1 + Long.BYTES;

  /** Length of an event, after which comes the name of its group, if it has one. */
  static final int EVENT_BYTES = BODY + Long.BYTES + Integer.BYTES + Long.BYTES;

  private TimelinePart() {}

  static Slice nothing(byte bucket) {
    return Slices.wrappedBuffer(NOTHING, bucket);
  }

  static Slice question(int bucket, Slice question) {
    Slice part = Slices.allocate(QUESTION_BODY + question.length());
    part.setByte(0, QUESTION);
    part.setByte(1, bucket);
    part.setBytes(QUESTION_BODY, question);
    return part;
  }

  static Slice meanings(Slice block, byte[] meanings) {
    Slice part = Slices.allocate(MEANINGS_BODY + block.length() + meanings.length);
    part.setByte(0, MEANINGS);
    part.setByte(1, block.getByte(1));
    part.setInt(MEANINGS_LENGTH, block.length());
    part.setBytes(MEANINGS_BODY, block);
    part.setBytes(MEANINGS_BODY + block.length(), meanings);
    return part;
  }

  static Slice moved(long personKey, byte[] timeline) {
    return Slices.wrappedBuffer(
        ByteBuffer.allocate(BODY + timeline.length)
            .put(MOVED)
            .putLong(personKey)
            .put(timeline)
            .array());
  }

  /**
   * An event.
   *
   * @param group name of its group; empty: it is in none
   */
  static Slice event(long personKey, long time, int sequence, long mask, Slice group) {
    return Slices.wrappedBuffer(
        ByteBuffer.allocate(EVENT_BYTES + group.length())
            .put(EVENT)
            .putLong(personKey)
            .putLong(time)
            .putInt(sequence)
            .putLong(mask)
            .put(group.byteArray(), group.byteArrayOffset(), group.length())
            .array());
  }
}
