package metricflow.event;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Event ids that follow from what the event says anyway, as the browser SDK makes them (decision
 * 095): a UUID of version 8 whose high half is the client's time in milliseconds, the version and
 * the number of the tab, and whose low half is that of the session's UUID plus the event's sequence
 * number.
 *
 * <p>For all who receive an event its id is any 16 bytes. Only compaction looks whether it is such
 * a one, leaves it out of files where it is, bit by bit, and keeps the tab; who reads the files
 * puts it together again.
 */
public final class DerivedEventId {
  /** Tabs are numbered below this; 0 began the session. */
  public static final int TABS = 1 << 12;

  /** The version of the UUIDs, the high half of the seventh byte. */
  public static final int VERSION = 8;

  private static final int TEXT_LENGTH = 36;
  private static final int LOW_HALF = 19;

  /** Later than any time a client may say, and no product of it leaves 64 bits. */
  private static final long TIME_LIMIT = 1L << 47;

  private DerivedEventId() {}

  /**
   * The id of an event.
   *
   * @param session the session's UUID
   * @param sequence the client's own count of its events
   * @param clientTime client clock at the event, epoch milliseconds
   * @param tab number of the tab, from 0 to below {@link #TABS}
   */
  public static UUID of(UUID session, int sequence, long clientTime, int tab) {
    return new UUID(high(clientTime, tab), session.getLeastSignificantBits() + sequence);
  }

  /**
   * The tab that gives an event its id; empty when no tab does, because another client made it.
   *
   * @param eventId 16 bytes
   * @param session UTF-8 text of the session, or null
   * @param sequence or null
   * @param clientTime epoch milliseconds
   */
  public static OptionalInt tab(byte[] eventId, byte[] session, Integer sequence, long clientTime) {
    if (sequence == null || eventId.length != 2 * Long.BYTES || !allows(session, sequence)) {
      return OptionalInt.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(eventId);
    long high = id.getLong();
    int tab = (int) high & (TABS - 1);
    boolean derived =
        clientTime >= 0
            && clientTime < TIME_LIMIT
            && high == high(clientTime, tab)
            && id.getLong() == low(session) + sequence;
    return derived ? OptionalInt.of(tab) : OptionalInt.empty();
  }

  /**
   * The 16 bytes of the id of an event for which {@link #tab} gave a number.
   *
   * @param session UTF-8 text of the session
   * @param clientTime epoch milliseconds
   */
  public static byte[] bytes(byte[] session, int sequence, long clientTime, int tab) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(high(clientTime, tab))
        .putLong(low(session) + sequence)
        .array();
  }

  /**
   * The id of an event as a row of the lake has it.
   *
   * @param eventId 16 bytes, or null where compaction left it out
   * @param tab null where it did not
   * @param session UTF-8 text of the session
   * @param clientTime epoch milliseconds
   */
  public static byte[] whole(
      byte[] eventId, Integer tab, byte[] session, Integer sequence, Long clientTime) {
    return tab == null ? eventId : bytes(session, sequence, clientTime, tab);
  }

  private static long high(long clientTime, int tab) {
    return clientTime << 16 | VERSION << 12 | tab;
  }

  /**
   * Whether the session is a UUID as RFC 9562 writes it, in small letters. Its low half is negative
   * as a number then, so that no sequence number leads out of 64 bits.
   */
  private static boolean allows(byte[] session, int sequence) {
    if (sequence < 0 || session == null || session.length != TEXT_LENGTH) {
      return false;
    }
    for (int i = 0; i < TEXT_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? session[i] != '-' : !isDigit(session[i])) {
        return false;
      }
    }
    int variant = digit(session[LOW_HALF]);
    return variant >= 8 && variant < 12;
  }

  private static long low(byte[] session) {
    long low = 0;
    for (int i = LOW_HALF; i < TEXT_LENGTH; i++) {
      low = session[i] == '-' ? low : low << 4 | digit(session[i]);
    }
    return low;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
  }

  private static int digit(byte character) {
    return character <= '9' ? character - '0' : character - 'a' + 10;
  }
}
