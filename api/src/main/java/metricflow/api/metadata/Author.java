package metricflow.api.metadata;

import java.util.UUID;

/**
 * Who changes something, for the audit log.
 *
 * @param correlationId of the request
 */
public record Author(Actor actor, UUID correlationId) {
  /** The installation's admin, in a request of its own. */
  public static Author admin() {
    return new Author(Actor.ADMIN, UUID.randomUUID());
  }
}
