package metricflow.bus;

import java.util.List;
import java.util.UUID;
import metricflow.event.Event;

/**
 * The accepted events of one request: one record on the bus.
 *
 * @param projectId the project the write key belongs to
 * @param correlationId identity of the request, also in logs and answers
 * @param sentAt client clock at sending, epoch milliseconds, 0 when not sent
 * @param receivedAt collector clock at receipt, epoch milliseconds
 * @param events the events, in the order they were sent
 */
public record EventBatch(
    int projectId, UUID correlationId, long sentAt, long receivedAt, List<Event> events) {

  /** A batch holds its own copy of the list. */
  public EventBatch {
    events = List.copyOf(events);
  }
}
