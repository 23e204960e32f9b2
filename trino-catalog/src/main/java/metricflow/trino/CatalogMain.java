package metricflow.trino;

import static metricflow.config.ConfigKey.METRICFLOW_LAKE;
import static metricflow.config.ConfigKey.METRICFLOW_TRINO;
import static metricflow.config.ConfigKey.METRICFLOW_TRINO_CATALOG;
import static metricflow.config.ConfigKey.METRICFLOW_TRINO_SCHEMA;

import java.sql.SQLException;
import java.time.Duration;
import metricflow.config.Config;

/**
 * Makes the schemas, tables and views of the lake in Trino. Running it again changes nothing but
 * the views, which become those of this version.
 */
public final class CatalogMain {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private CatalogMain() {}

  /** Exits 0 when everything is in place, else 1 with the reason on standard error. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      build(Config.fromEnvironment());
    } catch (IllegalArgumentException | IllegalStateException | SQLException failed) {
      System.err.println(failed.getMessage());
      System.exit(1);
    }
  }

  private static void build(Config config) throws SQLException, InterruptedException {
    CatalogNames names =
        new CatalogNames(
            config.text(METRICFLOW_TRINO_CATALOG), config.text(METRICFLOW_TRINO_SCHEMA));
    String lake = LakeLocation.inTrino(config.text(METRICFLOW_LAKE));
    try (TrinoSession trino = TrinoSession.open(config.text(METRICFLOW_TRINO))) {
      new CatalogBuilder(trino, names, lake, PATIENCE, System.out).build();
    }
  }
}
