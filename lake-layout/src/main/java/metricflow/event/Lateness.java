package metricflow.event;

import metricflow.live.LiveKeys;

/**
 * How an accepted event's time lies to its receipt. Every accepted event is in the lake, at its own
 * time; what else happens to it is said with each constant.
 */
public enum Lateness {
  /** After its receipt by more than the clocks explain: its time became that of its receipt. */
  FUTURE,
  /** Less than {@link EventClock#STEP_MILLIS} before: counted live. */
  ON_TIME,
  /** Less than {@link LiveKeys#MINUTE_TTL_SECONDS} before: counted live, in its own minute. */
  MINUTES,
  /** Less than a day before: not counted live, except in funnels. */
  HOURS,
  /** A day or more before: as {@link #HOURS}; rollups of its day are made again. */
  DAYS;

  private static final long DAY_MILLIS = 24 * 60 * 60_000L;

  /**
   * The lateness of an event.
   *
   * @param sentAt client clock at sending, epoch milliseconds, or {@link EventClock#UNKNOWN}
   * @param receivedAt collector clock at receipt, epoch milliseconds
   */
  public static Lateness of(Event event, long sentAt, long receivedAt) {
    long age = receivedAt - event.eventTime();
    if (age == 0
        && event.clientTime() != receivedAt
        && EventClock.corrected(event.clientTime(), sentAt, receivedAt) > receivedAt) {
      return FUTURE;
    }
    if (age < EventClock.STEP_MILLIS) {
      return ON_TIME;
    }
    if (age < LiveKeys.MINUTE_TTL_SECONDS * 1_000L) {
      return MINUTES;
    }
    return age < DAY_MILLIS ? HOURS : DAYS;
  }
}
