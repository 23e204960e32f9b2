package metricflow.streaming;

import java.util.List;
import java.util.UUID;
import metricflow.bus.EventBatch;
import metricflow.event.Event;
import metricflow.event.EventIds;

/** Events for tests. */
public final class TestEvents {
  private TestEvents() {}

  /** An event with a name, a visitor and a time; all else the same for all. */
  public static Event event(String name, String visitor, long time, int sequence) {
    return event(EventIds.timeOrdered(time), name, visitor, time, sequence);
  }

  /** An event of which only the identity matters. */
  public static Event event(UUID eventId) {
    return event(eventId, "page_view", "ann", 1_795_521_600_000L, 1);
  }

  /** An event of an id on the device with an anonymous id. */
  public static Event event(
      String name, String distinctId, String anonymousId, long time, int sequence) {
    UUID eventId = EventIds.timeOrdered(time);
    return event(eventId, name, distinctId, anonymousId, time, time, sequence);
  }

  /** An event of a client whose clock is wrong. */
  public static Event eventByClock(String name, String visitor, long time, long clientTime) {
    return event(EventIds.timeOrdered(time), name, visitor, visitor, time, clientTime, 1);
  }

  private static Event event(UUID eventId, String name, String visitor, long time, int sequence) {
    return event(eventId, name, visitor, visitor, time, time, sequence);
  }

  private static Event event(
      UUID eventId,
      String name,
      String distinctId,
      String anonymousId,
      long time,
      long clientTime,
      int sequence) {
    return new Event(
        eventId,
        name,
        distinctId,
        anonymousId,
        "session",
        sequence,
        time,
        clientTime,
        "shop.example",
        "/",
        null,
        null,
        null,
        null,
        "DE",
        "mobile",
        "Chrome",
        "Android",
        null,
        "js/1",
        "{\"amount\":1}",
        null);
  }

  /** An event of which only time and size matter. */
  public static Event withProperties(String properties, long time) {
    return new Event(
        EventIds.timeOrdered(time),
        "page_view",
        "ann",
        "ann",
        "session",
        1,
        time,
        time,
        "shop.example",
        "/",
        null,
        null,
        null,
        null,
        "DE",
        "mobile",
        "Chrome",
        "Android",
        null,
        "js/1",
        properties,
        null);
  }

  /** A batch received a moment after its last event. */
  public static EventBatch batch(int project, Event... events) {
    long last = events[events.length - 1].eventTime();
    return new EventBatch(project, new UUID(1, 2), last + 5, last + 10, List.of(events));
  }
}
