package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The keys of projects. Only hashes of them are kept. Thread-safe. */
public final class Keys {
  /** Most usable keys a project may have. */
  public static final int MAX_KEYS = 100;

  /** Most usable tokens a member may have. */
  public static final int MAX_TOKENS = 10;

  private static final String KIND = "key";

  private final MetadataStore store;
  private final AuditLog audit;
  private final Clock clock;

  /** The keys in {@code store}. */
  public Keys(MetadataStore store, AuditLog audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** A project's keys that are not revoked, oldest first; expired ones too. */
  public List<ApiKey> of(int projectId) {
    return store.read(connection ->
        Statements.list(
            connection,
            Keys::apiKey,
            """
            SELECT * FROM api_keys WHERE project_id = ? AND revoked_at IS NULL
            ORDER BY created_at, key_id FETCH FIRST 1000 ROWS ONLY\
            """,
            projectId));
  }

  /** A member's tokens, as {@link #of}. */
  public List<ApiKey> tokensOf(int projectId, int memberId) {
    return of(projectId).stream()
        .filter(key -> key.memberId() != null && key.memberId() == memberId)
        .toList();
  }

  /** Makes a key. */
  public ApiKey.Fresh create(int projectId, ApiKey.Wish wish, Author by) {
    return store.change(
        projectId,
        connection -> {
          requireRoom(connection, projectId, null, 1);
          ApiKey.Fresh fresh =
              insert(
                  connection,
                  projectId,
                  new Making(KeyKind.of(wish.scopes()), wish, null, null),
                  by);
          audit.append(
              connection, projectId, by, "create", subject(fresh.kept()), null, fresh.kept());
          return fresh;
        });
  }

  /**
   * Makes a key with the name and scopes of another, which ends after {@code grace}, or earlier if
   * it was to end earlier.
   *
   * @throws ProblemException {@code NOT_FOUND} when the project has no such key
   */
  public ApiKey.Fresh rotate(int projectId, String keyId, Duration grace, Author by) {
    return store.change(
        projectId,
        connection -> {
          ApiKey old = usable(connection, projectId, keyId);
          requireRoom(connection, projectId, null, 1);
          // A grace's worth of old keys may stand beside their successors.
          requireRoom(connection, projectId, old.memberId(), 2);
          Instant end = clock.instant().plus(grace);
          if (old.expiresAt() == null || end.isBefore(old.expiresAt())) {
            Statements.update(
                connection, "UPDATE api_keys SET expires_at = ? WHERE key_id = ?", end, keyId);
          }
          ApiKey.Wish wish = new ApiKey.Wish(old.name(), old.scopes(), null);
          ApiKey.Fresh fresh =
              insert(
                  connection, projectId, new Making(old.kind(), wish, keyId, old.memberId()), by);
          audit.append(
              connection, projectId, by, "rotate", subject(old), old.unused(), fresh.kept());
          return fresh;
        });
  }

  /** Ends a key; problems as for {@link #rotate}. */
  public void revoke(int projectId, String keyId, Author by) {
    store.change(
        projectId,
        connection -> {
          ApiKey old = usable(connection, projectId, keyId);
          Statements.update(
              connection,
              "UPDATE api_keys SET revoked_at = ? WHERE key_id = ?",
              clock.instant(),
              keyId);
          audit.append(connection, projectId, by, "revoke", subject(old), old.unused(), null);
          return old;
        });
  }

  static AuditLog.Subject subject(ApiKey key) {
    return new AuditLog.Subject(KIND, key.keyId());
  }

  private static ApiKey usable(Connection connection, int projectId, String keyId)
      throws SQLException {
    return Statements.first(
            connection,
            Keys::apiKey,
            "SELECT * FROM api_keys WHERE project_id = ? AND key_id = ? AND revoked_at IS NULL",
            projectId,
            keyId)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "The project has no such key."));
  }

  /** Refuses what would be one too many of a project's keys or of a member's tokens. */
  void requireRoom(Connection connection, int projectId, Integer memberId, int times)
      throws SQLException {
    int most = (memberId == null ? MAX_KEYS : MAX_TOKENS) * times;
    long usable =
        Statements.number(
            connection,
            """
            SELECT count(*) FROM api_keys
            WHERE project_id = ? AND coalesce(member_id, 0) = ? AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > ?)\
            """,
            projectId,
            memberId == null ? 0 : memberId,
            clock.instant());
    if (usable >= most) {
      throw new ProblemException(
          ProblemType.LIMIT_REACHED,
          "There are %d %s already, the most there may be."
              .formatted(usable, memberId == null ? "keys" : "tokens of this member"));
    }
  }

  /** Forgets all tokens of a member who leaves. */
  void deleteTokens(Connection connection, int memberId) throws SQLException {
    Statements.update(connection, "DELETE FROM api_keys WHERE member_id = ?", memberId);
  }

  /**
   * A key being made.
   *
   * @param replaces id of the key it is made in place of, or null
   * @param memberId whose token it is, or null
   */
  record Making(KeyKind kind, ApiKey.Wish wish, String replaces, Integer memberId) {}

  /** Makes a key as part of a change. */
  ApiKey.Fresh insert(Connection connection, int projectId, Making making, Author by)
      throws SQLException {
    ApiKey.Wish wish = making.wish();
    String key = making.kind().fresh();
    String hash = KeyKind.hash(key);
    ApiKey kept =
        new ApiKey(
            idOf(hash),
            making.kind(),
            wish.name(),
            wish.scopes(),
            KeyKind.start(key),
            making.replaces(),
            making.memberId(),
            clock.instant(),
            by.actor().name(),
            null,
            wish.expiresAt());
    Statements.update(
        connection,
        """
        INSERT INTO api_keys (key_id, key_hash, project_id, kind, name, scopes, starts_with,
          replaces, member_id, created_at, created_by, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        kept.keyId(),
        hash,
        projectId,
        kept.kind().text(),
        kept.name(),
        Scope.column(kept.scopes()),
        kept.startsWith(),
        kept.replaces(),
        kept.memberId(),
        kept.createdAt(),
        kept.createdBy(),
        kept.expiresAt());
    return new ApiKey.Fresh(kept, key);
  }

  /** Half of the hash: unlike any other key's, and of no use to guess one. */
  private static String idOf(String hash) {
    return hash.substring(0, hash.length() / 2);
  }

  private static ApiKey apiKey(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("key_id"),
        KeyKind.ofColumn(row.getString("kind")),
        row.getString("name"),
        Scope.ofColumn(row.getString("scopes")),
        row.getString("starts_with"),
        row.getString("replaces"),
        Statements.integer(row, "member_id"),
        Statements.instant(row, "created_at"),
        row.getString("created_by"),
        Statements.instant(row, "last_used_at"),
        Statements.instant(row, "expires_at"));
  }
}
