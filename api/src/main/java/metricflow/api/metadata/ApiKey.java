package metricflow.api.metadata;

import java.time.Instant;
import java.util.Set;

/**
 * A key as it is kept, without its secret.
 *
 * @param keyId its identity, which tells nothing of the key
 * @param startsWith its first characters, or null for keys of the first releases
 * @param replaces id of the key it was made in place of, or null
 * @param memberId whose token it is; null for keys of programs
 * @param createdBy name of the actor
 * @param lastUsedAt to within a minute; null when never
 * @param expiresAt null when it does not
 */
public record ApiKey(
    String keyId,
    KeyKind kind,
    String name,
    Set<Scope> scopes,
    String startsWith,
    String replaces,
    Integer memberId,
    Instant createdAt,
    String createdBy,
    Instant lastUsedAt,
    Instant expiresAt) {

  /** Keeps its own copy. */
  public ApiKey {
    scopes = Scope.copy(scopes);
  }

  /** The key apart from its use: what changes of it are about. */
  ApiKey unused() {
    return new ApiKey(
        keyId,
        kind,
        name,
        scopes,
        startsWith,
        replaces,
        memberId,
        createdAt,
        createdBy,
        null,
        expiresAt);
  }

  /**
   * A key just made.
   *
   * @param key what is to be sent; shown this once
   */
  public record Fresh(ApiKey kept, String key) {}

  /**
   * What a key is to be.
   *
   * @param expiresAt null when never
   */
  public record Wish(String name, Set<Scope> scopes, Instant expiresAt) {}
}
