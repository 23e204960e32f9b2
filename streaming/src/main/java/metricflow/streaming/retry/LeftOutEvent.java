package metricflow.streaming.retry;

import java.io.Serializable;
import java.util.UUID;

/** An event that a micro-batch leaves out of the lake because an earlier one holds it. */
public record LeftOutEvent(int projectId, UUID eventId) implements Serializable {}
