package metricflow.api.metadata;

import java.util.Map;
import java.util.UUID;
import metricflow.config.Config;
import org.junit.jupiter.api.Assumptions;

/** The databases that hold the metadata: what is true of one is to be true of the other. */
public enum Database {
  /** Embedded, the default. */
  H2 {
    @Override
    String newAddress() {
      return "jdbc:h2:mem:" + UUID.randomUUID();
    }
  },
  /** In production; here where Debian's package {@code postgresql} is installed. */
  POSTGRESQL {
    @Override
    String newAddress() {
      Assumptions.assumeTrue(
          PostgresServer.binaries().isPresent(),
          "PostgreSQL is not installed, so nothing is said about it: apt-get install postgresql");
      return PostgresServer.running().newSchema();
    }
  };

  abstract String newAddress();

  /** An empty store. */
  public MetadataStore open() {
    return openAt(newAddress());
  }

  MetadataStore openAt(String address) {
    return MetadataStore.open(
        Config.from(
            Map.of(
                "METRICFLOW_METADATA_URL",
                address,
                "METRICFLOW_METADATA_USER",
                this == POSTGRESQL ? "postgres" : "metricflow")));
  }
}
