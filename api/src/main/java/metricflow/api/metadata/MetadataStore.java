package metricflow.api.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import org.flywaydb.core.Flyway;

/** The connections to the metadata store, H2 or PostgreSQL. Its tables exist once it is open. */
public final class MetadataStore implements AutoCloseable {
  private static final int POOL_SIZE = 8;
  private static final int CONNECTION_TIMEOUT_MILLIS = 2_000;
  private static final int VALIDATION_TIMEOUT_SECONDS = 1;

  private final HikariDataSource connections;

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
