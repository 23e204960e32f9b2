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

  /** First byte of a question. */
  static final byte QUESTION = 0x51;

  /** Where the bytes of a question begin. */
  static final int QUESTION_BODY = 2;

  /** First byte of what is left of a block in which nothing matters. */
  static final byte NOTHING = 0x4E;

  /** Where the rest of a moved timeline or of an event begins. */
  static final int BODY = 1 + Long.BYTES;

  private static final int EVENT_BYTES = BODY + Long.BYTES + Integer.BYTES + Long.BYTES;

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

  static Slice moved(long personKey, byte[] timeline) {
    return Slices.wrappedBuffer(
        ByteBuffer.allocate(BODY + timeline.length)
            .put(MOVED)
            .putLong(personKey)
            .put(timeline)
            .array());
  }

  static Slice event(long personKey, long time, int sequence, long mask) {
    return Slices.wrappedBuffer(
        ByteBuffer.allocate(EVENT_BYTES)
            .put(EVENT)
            .putLong(personKey)
            .putLong(time)
            .putInt(sequence)
            .putLong(mask)
            .array());
  }
}
