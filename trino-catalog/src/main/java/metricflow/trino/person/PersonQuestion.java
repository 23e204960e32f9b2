package metricflow.trino.person;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.trino.spi.TrinoException;
import java.nio.ByteBuffer;

/**
 * What {@code persons_met} is asked.
 *
 * @param condition number of the condition
 * @param least the least number of events, at least 1; 0: the latest value is asked about
 * @param most the most events
 */
record PersonQuestion(int condition, long least, long most) {
  private static final int BYTES = 1 + 2 * Long.BYTES;

  /** About the latest value. */
  static PersonQuestion latest(int condition) {
    return new PersonQuestion(condition, 0, 0);
  }

  /** What {@link #bytes} has written; fails the query when it is something else. */
  static PersonQuestion read(ByteBuffer rest) {
    if (rest.remaining() != BYTES) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "persons_met: not made by did_question or latest_question");
    }
    return new PersonQuestion(rest.get(), rest.getLong(), rest.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).put((byte) condition).putLong(least).putLong(most).array();
  }

  /** Whether the latest value is asked about. */
  boolean isLatest() {
    return least == 0;
  }

  /** Whether any one event is enough. */
  boolean isOnce() {
    return least == 1 && most == Long.MAX_VALUE;
  }
}
