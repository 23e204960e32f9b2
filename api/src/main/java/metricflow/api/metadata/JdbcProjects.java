package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Projects} in the metadata store, asked anew each time. */
public final class JdbcProjects implements Projects {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcProjects.class);
  private static final Set<Scope> WRITES = Set.of(Scope.EVENTS_WRITE);
  private static final Set<Scope> READS = Set.of(Scope.QUERY_READ, Scope.PROJECT_WRITE);
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final MetadataStore store;
  private final Clock clock;
  private final AuditLog audit;
  private final Keys keys;
  private final Members members;

  /** Projects of {@code store}. */
  public JdbcProjects(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.audit = new AuditLog(store, clock);
    this.keys = new Keys(store, audit, clock);
    this.members = new Members(store, audit, keys, clock);
  }

  private record Found(Principal principal, String keyId, Instant lastUsedAt) {}

  @Override
  public Optional<Principal> byKey(String key) {
    if (!KeyKind.any(key)) {
      return Optional.empty();
    }
    return store.read(connection -> {
      Optional<Found> found = find(connection, KeyKind.hash(key), clock.instant());
      if (found.isPresent()) {
        noteUse(connection, found.get());
      }
      return found.map(Found::principal);
    });
  }

  private static Optional<Found> find(Connection connection, String hash, Instant now)
      throws SQLException {
    return Statements.first(
        connection,
        JdbcProjects::found,
        """
        SELECT p.project_id, p.name AS project_name, k.key_id, k.name AS key_name, k.scopes,
          k.expires_at, k.last_used_at, m.member_id, m.email, m.role
        FROM api_keys k JOIN projects p ON p.project_id = k.project_id
          LEFT JOIN members m ON m.member_id = k.member_id
        WHERE k.key_hash = ? AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > ?)\
        """,
        hash,
        now);
  }

  private static Found found(ResultSet row) throws SQLException {
    String keyId = row.getString("key_id");
    Set<Scope> scopes = Scope.ofColumn(row.getString("scopes"));
    String role = row.getString("role");
    Principal principal =
        new Principal(
            new Project(row.getInt("project_id"), row.getString("project_name")),
            role == null
                ? new Actor(Actor.Kind.KEY, keyId, row.getString("key_name"))
                : new Actor(Actor.Kind.MEMBER, row.getString("member_id"), row.getString("email")),
            role == null ? scopes : MemberRole.named(role).of(scopes),
            Optional.ofNullable(Statements.instant(row, "expires_at")));
    return new Found(principal, keyId, Statements.instant(row, "last_used_at"));
  }

  /** At most once a minute a key, so that reading does not become writing. */
  private void noteUse(Connection connection, Found found) {
    Instant now = clock.instant();
    if (found.lastUsedAt() != null && now.isBefore(found.lastUsedAt().plus(USE_NOTED))) {
      return;
    }
    try {
      Statements.update(
          connection, "UPDATE api_keys SET last_used_at = ? WHERE key_id = ?", now, found.keyId());
    } catch (SQLException notNoted) {
      // Whoever holds a good key is let in all the same.
      LOG.warn("the use of key {} is not noted", found.keyId(), notNoted);
    }
  }

  @Override
  public Created create(Wish wish, Author by) {
    return store.change(connection -> {
      int projectId =
          (int)
              Statements.insert(
                  connection,
                  "project_id",
                  "INSERT INTO projects (name, created_at) VALUES (?, ?)",
                  wish.name(),
                  clock.instant());
      Project project = new Project(projectId, wish.name());
      AuditLog.Subject subject = new AuditLog.Subject("project", Integer.toString(projectId));
      audit.append(connection, projectId, by, "create", subject, null, project);
      String writeKey = firstKey(connection, projectId, "Write key", WRITES, by);
      String readKey = firstKey(connection, projectId, "Read key", READS, by);
      Optional<Member.Added> owner =
          wish.owner().isEmpty()
              ? Optional.empty()
              : Optional.of(members.insert(connection, projectId, wish.owner().get(), by));
      return new Created(project, writeKey, readKey, owner);
    });
  }

  private String firstKey(
      Connection connection, int projectId, String name, Set<Scope> scopes, Author by)
      throws SQLException {
    ApiKey.Wish wish = new ApiKey.Wish(name, scopes, null);
    Keys.Making making = new Keys.Making(KeyKind.of(scopes), wish, null, null);
    return keys.insert(connection, projectId, making, by).key();
  }
}
