package metricflow.api.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.flywaydb.core.Flyway;

/** The connections to the metadata store, H2 or PostgreSQL. Its tables exist once it is open. */
public final class MetadataStore implements AutoCloseable {
  private static final int POOL_SIZE = 8;
  private static final int CONNECTION_TIMEOUT_MILLIS = 2_000;
  private static final int VALIDATION_TIMEOUT_SECONDS = 1;

  private final HikariDataSource connections;

  /** Something done with a connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private MetadataStore(HikariDataSource connections) {
    this.connections = connections;
  }

  /** Opens the store and brings its tables to this release's version. */
  public static MetadataStore open(Config config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("metadata");
    pool.setJdbcUrl(config.text(ConfigKey.METRICFLOW_METADATA_URL));
    pool.setUsername(config.text(ConfigKey.METRICFLOW_METADATA_USER));
    pool.setPassword(config.text(ConfigKey.METRICFLOW_METADATA_PASSWORD));
    pool.setMaximumPoolSize(POOL_SIZE);
    pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    HikariDataSource connections = new HikariDataSource(pool);
    try {
      Flyway.configure()
          .dataSource(connections)
          .locations("classpath:metricflow/api/metadata")
          // Numbers are handed out to parts of the API that grow at the same time.
          .outOfOrder(true)
          .load()
          .migrate();
      return new MetadataStore(connections);
    } catch (RuntimeException unusable) {
      connections.close();
      throw unusable;
    }
  }

  /** A connection from the pool; closing it gives it back. */
  Connection connection() throws SQLException {
    return connections.getConnection();
  }

  /**
   * What {@code work} reads.
   *
   * @throws ProblemException {@code METADATA_UNAVAILABLE} when the store does not answer
   */
  <T> T read(Work<T> work) {
    try (Connection connection = connection()) {
      return work.run(connection);
    } catch (SQLException unreachable) {
      throw unavailable(unreachable);
    }
  }

  /**
   * Does {@code work} wholly or, when it throws, not at all.
   *
   * @throws ProblemException as for {@link #read}, or what {@code work} throws
   */
  <T> T change(Work<T> work) {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException failed) {
        connection.rollback();
        throw failed;
      }
    } catch (SQLException unreachable) {
      throw unavailable(unreachable);
    }
  }

  /**
   * The same for changes of one project, one after the other: what {@code work} counts or compares
   * stays true until it is done.
   */
  <T> T change(int projectId, Work<T> work) {
    return change(connection -> {
      Statements.list(
          connection,
          row -> row.getInt(1),
          "SELECT project_id FROM projects WHERE project_id = ? FOR UPDATE",
          projectId);
      return work.run(connection);
    });
  }

  static ProblemException unavailable(SQLException cause) {
    return new ProblemException(
        ProblemType.METADATA_UNAVAILABLE, "The metadata store does not answer.", cause);
  }

  /** Whether the store answers. */
  public boolean isReachable() {
    try (Connection connection = connection()) {
      return connection.isValid(VALIDATION_TIMEOUT_SECONDS);
    } catch (SQLException unreachable) {
      return false;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
