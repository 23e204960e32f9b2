package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Projects} in the metadata store, asked anew each time. */
public final class JdbcProjects implements Projects {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcProjects.class);
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final MetadataStore store;
  private final Clock clock;
  private final AuditLog audit;
  private final Keys keys;

  /** Projects of {@code store}. */
  public JdbcProjects(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.audit = new AuditLog(store, clock);
    this.keys = new Keys(store, audit, clock);
  }

  private record Found(Caller caller, String keyId, Instant lastUsedAt) {}

  @Override
  public Optional<Caller> byKey(String key) {
    if (!KeyKind.any(key)) {
      return Optional.empty();
    }
    return store.read(connection -> {
      Optional<Found> found = find(connection, KeyKind.hash(key), clock.instant());
      if (found.isPresent()) {
        noteUse(connection, found.get());
      }
      return found.map(Found::caller);
    });
  }

  private static Optional<Found> find(Connection connection, String hash, Instant now)
      throws SQLException {
    return Statements.first(
        connection,
        JdbcProjects::found,
        """
        SELECT p.project_id, p.name AS project_name, k.key_id, k.name AS key_name, k.scopes,
          k.expires_at, k.last_used_at
        FROM api_keys k JOIN projects p ON p.project_id = k.project_id
        WHERE k.key_hash = ? AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > ?)\
        """,
        hash,
        now);
  }

  private static Found found(ResultSet row) throws SQLException {
    String keyId = row.getString("key_id");
    Caller caller =
        new Caller(
            new Project(row.getInt("project_id"), row.getString("project_name")),
            new Actor(Actor.Kind.KEY, keyId, row.getString("key_name")),
            Scope.ofColumn(row.getString("scopes")),
            Optional.ofNullable(Statements.instant(row, "expires_at")));
    return new Found(caller, keyId, Statements.instant(row, "last_used_at"));
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
  public Created create(String name, Author by) {
    return store.change(connection -> {
      int projectId =
          (int)
              Statements.insert(
                  connection,
                  "project_id",
                  "INSERT INTO projects (name, created_at) VALUES (?, ?)",
                  name,
                  clock.instant());
      String writeKey =
          firstKey(connection, projectId, "Write key", EnumSet.of(Scope.EVENTS_WRITE), by);
      String readKey =
          firstKey(
              connection,
              projectId,
              "Read key",
              EnumSet.of(Scope.QUERY_READ, Scope.PROJECT_WRITE),
              by);
      Project project = new Project(projectId, name);
      audit.append(
          connection,
          projectId,
          by,
          "create",
          new AuditLog.Subject("project", Integer.toString(projectId)),
          null,
          project);
      return new Created(project, writeKey, readKey);
    });
  }

  private String firstKey(
      Connection connection, int projectId, String name, Set<Scope> scopes, Author by)
      throws SQLException {
    ApiKey.Wish wish = new ApiKey.Wish(name, scopes, null);
    return keys.insert(connection, projectId, KeyKind.of(scopes), wish, null, by).key();
  }
}
