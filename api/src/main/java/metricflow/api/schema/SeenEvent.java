package metricflow.api.schema;

import java.time.Instant;

/**
 * An event name seen in a period.
 *
 * @param events how many times
 */
record SeenEvent(String name, long events, Instant firstSeen, Instant lastSeen) {}
