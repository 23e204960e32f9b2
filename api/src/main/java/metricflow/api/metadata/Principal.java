package metricflow.api.metadata;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a key lets in.
 *
 * @param project the one project it is confined to
 * @param actor who that is
 * @param scopes what they may do
 * @param expiresAt when the key ends, if it does
 */
public record Principal(
    Project project, Actor actor, Set<Scope> scopes, Optional<Instant> expiresAt) {
  /** Keeps its own copy. */
  public Principal {
    scopes = Scope.copy(scopes);
  }

  /** Whether they may do this. */
  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  boolean isValidAt(Instant now) {
    return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
  }
}
