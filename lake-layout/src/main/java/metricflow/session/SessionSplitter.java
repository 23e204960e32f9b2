package metricflow.session;

/**
 * Divides the events of one person into sessions, in one pass over their times.
 *
 * <p>An event belongs to the session of the event before it when it comes at most {@link
 * #PAUSE_MILLIS} after it. A session belongs to the UTC day on which it starts, and ends at the
 * latest at noon of the next: what follows without a pause is another session. So the sessions of a
 * day are known from that day, the last half hour of the day before and the first half of the day
 * after.
 *
 * <p>A splitter is used for one person after another.
 */
public final class SessionSplitter {
  /** The longest time between two events of a session, included. */
  public static final long PAUSE_MILLIS = 30 * 60_000L;

  /** How far into the day after its start a session may reach, excluded. */
  public static final long NEXT_DAY_MILLIS = 12 * 60 * 60_000L;

  private static final long DAY_MILLIS = 24 * 60 * 60_000L;

  private boolean any;
  private long last;
  private long end;

  /** Forgets the events so far: the next one is of another person. */
  public void reset() {
    any = false;
  }

  /**
   * Takes the next event.
   *
   * @param time epoch milliseconds, not less than that of the event before
   * @return whether it is the first event of a session
   */
  public boolean starts(long time) {
    boolean starts = !any || time - last > PAUSE_MILLIS || time >= end;
    if (starts) {
      end = (Math.floorDiv(time, DAY_MILLIS) + 1) * DAY_MILLIS + NEXT_DAY_MILLIS;
    }
    any = true;
    last = time;
    return starts;
  }
}
