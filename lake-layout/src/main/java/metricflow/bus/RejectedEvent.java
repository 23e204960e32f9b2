package metricflow.bus;

import java.util.UUID;

/**
 * What was sent and could not be used; kept so that it can be looked at and sent again.
 *
 * @param rejectId identity of this rejection
 * @param projectId the project, or null when the key was not known
 * @param correlationId identity of the request
 * @param receivedAt collector clock at receipt, epoch milliseconds
 * @param reason slug of the problem, for example {@code event-name-missing}
 * @param detail what was wrong
 * @param eventId id of the event as sent, or null
 * @param keyPrefix first characters of the write key as sent, or null
 * @param payload what was sent, or an {@link metricflow.event.Excerpt} of it
 */
public record RejectedEvent(
    UUID rejectId,
    Integer projectId,
    UUID correlationId,
    long receivedAt,
    String reason,
    String detail,
    String eventId,
    String keyPrefix,
    String payload) {}
