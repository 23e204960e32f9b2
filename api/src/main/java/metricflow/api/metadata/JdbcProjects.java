package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** {@link Projects} in the metadata store, asked anew each time. */
public final class JdbcProjects implements Projects {
  private final MetadataStore store;
  private final Clock clock;

  /** Projects of {@code store}. */
  public JdbcProjects(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Optional<Project> byWriteKey(String writeKey) {
    return byKey(KeyKind.WRITE, writeKey);
  }

  @Override
  public Optional<Project> byReadKey(String readKey) {
    return byKey(KeyKind.READ, readKey);
  }

  private Optional<Project> byKey(KeyKind kind, String key) {
    if (!kind.looksLike(key)) {
      return Optional.empty();
    }
    String query =
        """
        SELECT p.project_id, p.name FROM api_keys k JOIN projects p ON p.project_id = k.project_id
        WHERE k.key_hash = ? AND k.kind = ? AND k.revoked_at IS NULL\
        """;
    try (Connection connection = store.connection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, KeyKind.hash(key));
      select.setString(2, kind.column());
      try (ResultSet found = select.executeQuery()) {
        return found.next()
            ? Optional.of(new Project(found.getInt(1), found.getString(2)))
            : Optional.empty();
      }
    } catch (SQLException unreachable) {
      throw unavailable(unreachable);
    }
  }

  @Override
  public Created create(String name) {
    String writeKey = KeyKind.WRITE.fresh();
    String readKey = KeyKind.READ.fresh();
    try (Connection connection = store.connection()) {
      connection.setAutoCommit(false);
      try {
        int projectId = insertProject(connection, name);
        insertKey(connection, projectId, KeyKind.WRITE, writeKey);
        insertKey(connection, projectId, KeyKind.READ, readKey);
        connection.commit();
        return new Created(new Project(projectId, name), writeKey, readKey);
      } catch (SQLException failed) {
        connection.rollback();
        throw failed;
      }
    } catch (SQLException unreachable) {
      throw unavailable(unreachable);
    }
  }

  private int insertProject(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO projects (name, created_at) VALUES (?, ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, name);
      insert.setObject(2, now());
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getInt("project_id");
      }
    }
  }

  private void insertKey(Connection connection, int projectId, KeyKind kind, String key)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO api_keys (key_hash, project_id, kind, created_at) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, KeyKind.hash(key));
      insert.setInt(2, projectId);
      insert.setString(3, kind.column());
      insert.setObject(4, now());
      insert.executeUpdate();
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  static ProblemException unavailable(SQLException cause) {
    return new ProblemException(
        ProblemType.METADATA_UNAVAILABLE, "The metadata store does not answer.", cause);
  }
}
