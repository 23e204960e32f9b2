package metricflow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Event ids: UUIDs as clients send them, UUIDs derived from any other text, and fresh ones. */
public final class EventIds {
  private EventIds() {}

  /**
   * The id a client sent. Text that is no UUID is mapped to a name-based UUID, so that the same
   * text always gives the same event.
   */
  public static UUID of(String text) {
    if (text.length() == 36 && text.charAt(8) == '-' && text.charAt(13) == '-') {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException notAUuid) {
        return named(text);
      }
    }
    return named(text);
  }

  /** A time-ordered id (UUID version 7, RFC 9562) for an event that came without one. */
  public static UUID timeOrdered(long epochMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (epochMillis << 16) | 0x7000L | random.nextInt(1 << 12);
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /**
   * The id of an event that came without one but can be told by what it says: the same bytes are
   * the same event.
   */
  public static UUID ofContent(byte[] text, int start, int end) {
    return UUID.nameUUIDFromBytes(
        start == 0 && end == text.length ? text : Arrays.copyOfRange(text, start, end));
  }

  /** An id as 16 bytes, the form in which the lake has it. */
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static UUID named(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
