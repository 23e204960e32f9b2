package metricflow.identity;

import java.io.Serializable;

/**
 * One statement that an id belongs to a user: an identify or alias event.
 *
 * @param from the anonymous id, or the second user id
 * @param to the user
 * @param time event time, epoch milliseconds
 */
public record IdentityEdge(String from, String to, long time) implements Serializable {}
