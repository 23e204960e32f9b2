package metricflow.event;

/**
 * When an event happened, from the clocks known: the client's at the event, the client's at sending
 * and the collector's at receipt. All values are epoch milliseconds.
 *
 * <p>The difference between sending and receipt holds network delay as well as a wrong client
 * clock, so it is applied only in coarse steps: a difference below half a step changes nothing, and
 * the events of one session keep their order whatever each request's delay was.
 */
public final class EventClock {
  /** Correction step in milliseconds. */
  public static final long STEP_MILLIS = 5 * 60_000L;

  /** Value of a clock that was not sent. */
  public static final long UNKNOWN = 0;

  private EventClock() {}

  /**
   * The corrected time of an event, never later than its receipt.
   *
   * @param clientTime client clock at the event, or {@link #UNKNOWN}
   * @param sentAt client clock at sending, or {@link #UNKNOWN} to trust the client's clock
   * @param receivedAt collector clock at receipt
   */
  public static long eventTime(long clientTime, long sentAt, long receivedAt) {
    if (clientTime == UNKNOWN) {
      return receivedAt;
    }
    return Math.min(corrected(clientTime, sentAt, receivedAt), receivedAt);
  }

  /** The same, but where it lies after its receipt, it stays there. */
  static long corrected(long clientTime, long sentAt, long receivedAt) {
    long skew = sentAt == UNKNOWN ? 0 : receivedAt - sentAt;
    long steps = Math.floorDiv(skew + STEP_MILLIS / 2, STEP_MILLIS);
    return clientTime + steps * STEP_MILLIS;
  }
}
