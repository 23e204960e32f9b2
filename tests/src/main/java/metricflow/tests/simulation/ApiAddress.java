package metricflow.tests.simulation;

import java.net.URI;
import java.util.Map;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/** Where the API is and which keys to show it, from the environment. */
record ApiAddress(URI base, Map<String, String> environment) {

  /** Reads {@code METRICFLOW_API}, or the local address of {@code METRICFLOW_API_PORT}. */
  static ApiAddress from(Map<String, String> environment) {
    Config config = Config.from(environment);
    String address = environment.get("METRICFLOW_API");
    String local = "http://127.0.0.1:" + config.number(ConfigKey.METRICFLOW_API_PORT);
    return new ApiAddress(URI.create(address == null ? local : address), environment);
  }

  URI resolve(String path) {
    return base.resolve(path);
  }

  /**
   * The key in an environment variable.
   *
   * @throws IllegalArgumentException when it is not set
   */
  String key(String variable) {
    String key = environment.get(variable);
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException(
          "%s is not set; './metricflow status' shows the keys".formatted(variable));
    }
    return key;
  }
}
