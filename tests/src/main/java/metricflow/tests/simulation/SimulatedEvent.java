package metricflow.tests.simulation;

import java.util.SortedMap;
import java.util.UUID;

/**
 * One event of a visitor, as a client library would send it.
 *
 * @param eventId identity, as the browser SDK makes it
 * @param time epoch milliseconds
 * @param visitor who; only what never changes is read from it
 * @param plan name of the plan at that time, or null
 */
record SimulatedEvent(
    UUID eventId,
    String event,
    String distinctId,
    String sessionId,
    int sequence,
    long time,
    Visitor visitor,
    String page,
    Source source,
    String plan,
    SortedMap<String, Object> properties,
    SortedMap<String, Object> userProperties) {}
