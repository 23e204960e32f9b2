package metricflow.trino.timeline;

import java.nio.ByteBuffer;

/**
 * Which persons count, by the conditions they meet.
 *
 * @param count how many conditions there are, from 0 to {@link #MOST}
 * @param truth bit n is set when those persons count who meet just the conditions that are bits of
 *     n
 */
public record PersonConditions(int count, long truth) {
  /** As many have 64 ways to be met or not. */
  public static final int MOST = 6;

  /** All persons count. */
  static final PersonConditions NONE = new PersonConditions(0, 1);

  static final int BYTES = 1 + Long.BYTES;

  /** What {@link #write} has written. */
  static PersonConditions read(ByteBuffer bytes) {
    int count = bytes.get();
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("conditions on persons are damaged");
    }
    return new PersonConditions(count, bytes.getLong());
  }

  void write(ByteBuffer bytes) {
    bytes.put((byte) count).putLong(truth);
  }

  /** Whether a person counts who meets just the conditions that are bits of {@code met}. */
  boolean counts(int met) {
    return (truth >>> met & 1) == 1;
  }
}
