package metricflow.trino.timeline;

import metricflow.timeline.EventCursor;

/** Of a person's events those that matter to a question. */
final class MatteringEvents implements EventCursor {
  private final EventCursor events;
  private final TimelineQuestion asked;

  /** Of {@code events}, whatever person is at hand there, and whatever {@code asked} asks. */
  MatteringEvents(EventCursor events, TimelineQuestion asked) {
    this.events = events;
    this.asked = asked;
  }

  @Override
  public boolean next() {
    while (events.next()) {
      if (asked.concerns(events.code())) {
        return true;
      }
    }
    return false;
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
