package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.nio.ByteBuffer;

/**
 * What aggregates over blocks take as one value: what is left of a block of timelines, see {@link
 * PartBlockWriter}, or its bucket, if nothing in it matters; one event of a person; such a part for
 * a condition on persons; and the question that all of a bucket are about. All have the bucket of
 * their persons in the second byte.
 */
final class TimelinePart {
  /** First byte of what is left of a block. */
  static final byte BLOCK = 0x42;

  /** First byte of an event. */
  static final byte EVENT = 0x45;

  /** First byte of a question. */
  static final byte QUESTION = 0x51;

  /** Where the bytes of a question begin. */
  static final int QUESTION_BODY = 2;

  /** First byte of what is left of a block in which nothing matters. */
  static final byte NOTHING = 0x4E;

  /**
   * First byte of a part that a condition on persons is about; after the bucket come the number of
   * the condition and the part.
   */
  static final byte CONDITION = 0x43;

  static final int CONDITION_AT = 2;

  /** Where the part of a condition begins. */
  static final int CONDITION_BODY = 3;

  /** Length of an event, after which comes the name of its group, if it has one. */
  static final int EVENT_BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;

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

  /** A part that a condition on persons is about. */
  static Slice condition(int number, Slice part) {
    Slice ofCondition = Slices.allocate(CONDITION_BODY + part.length());
    ofCondition.setByte(0, CONDITION);
    ofCondition.setByte(1, part.getByte(1));
    ofCondition.setByte(CONDITION_AT, number);
    ofCondition.setBytes(CONDITION_BODY, part);
    return ofCondition;
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
