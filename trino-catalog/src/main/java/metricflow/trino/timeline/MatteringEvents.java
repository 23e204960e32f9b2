package metricflow.trino.timeline;

import metricflow.timeline.EventCursor;

/** Of a person's events those that matter to a question. */
final class MatteringEvents implements EventCursor {
  private static final int NO_INTERVAL = -1;

  private final EventCursor events;
  private final TimelineQuestion asked;

  /** The interval of the event before, and what its events have been seen to have. */
  private int interval;

  private long seen;

  /** Of {@code events}, whatever person is at hand there, and whatever {@code asked} asks. */
  MatteringEvents(EventCursor events, TimelineQuestion asked) {
    this.events = events;
    this.asked = asked;
  }

  /** The events of the next person come. */
  MatteringEvents nextPerson() {
    interval = NO_INTERVAL;
    return this;
  }

  @Override
  public boolean next() {
    while (events.next()) {
      long mask = asked.mask(events.code());
      if (asked.matters() == Matters.ONCE_AN_INTERVAL ? isNew(mask) : asked.concerns(mask)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNew(long mask) {
    if (mask == 0 || !asked.isOfTime(events.time())) {
      return false;
    }
    int now = asked.intervals().of(events.time());
    if (now != interval) {
      interval = now;
      seen = 0;
    }
    boolean isNew = (mask & ~seen) != 0;
    seen |= mask;
    return isNew;
  }

  @Override
  public long time() {
    return events.time();
  }

  @Override
  public int sequence() {
    return events.sequence();
  }

  @Override
  public int code() {
    return events.code();
  }
}
