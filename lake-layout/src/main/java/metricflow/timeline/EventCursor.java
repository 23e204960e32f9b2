package metricflow.timeline;

/** The events of one person, in the order of their time, one of which is at hand. */
public interface EventCursor {
  /**
   * Goes to the next event.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  boolean next();

  /** Time of the event at hand in epoch milliseconds. */
  long time();

  /** The client's sequence number of the event at hand. */
  int sequence();

  /** Code of the event at hand. */
  int code();
}
