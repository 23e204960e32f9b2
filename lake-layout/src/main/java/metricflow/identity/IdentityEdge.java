package metricflow.identity;

import java.io.Serializable;
import java.util.Optional;
import metricflow.event.Event;
import metricflow.event.EventNames;

/**
 * One statement that an id belongs to a user: an identify or alias event.
 *
 * @param from the anonymous id, or the second user id
 * @param to the user
 * @param time event time, epoch milliseconds
 */
public record IdentityEdge(String from, String to, long time) implements Serializable {

  /** What {@code event} states, if it ties two ids. */
  public static Optional<IdentityEdge> statedBy(Event event) {
    boolean statement =
        event.event().equals(EventNames.IDENTIFY) || event.event().equals(EventNames.ALIAS);
    return statement
            && event.anonymousId() != null
            && !event.anonymousId().equals(event.distinctId())
        ? Optional.of(new IdentityEdge(event.anonymousId(), event.distinctId(), event.eventTime()))
        : Optional.empty();
  }

  /** Of two statements about one id the one that decides: the earlier one. */
  public static IdentityEdge earlier(IdentityEdge a, IdentityEdge b) {
    if (a.time() != b.time()) {
      return a.time() < b.time() ? a : b;
    }
    return a.to().compareTo(b.to()) <= 0 ? a : b;
  }
}
