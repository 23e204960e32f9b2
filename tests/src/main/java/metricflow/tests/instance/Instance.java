package metricflow.tests.instance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The running instance under test, or under load.
 *
 * @param api base address of the collector and query API
 * @param trino host:port
 * @param redis host:port
 * @param adminKey may create projects
 * @param command path of {@code ./metricflow}
 * @param name instance name for {@code --instance}
 */
public record Instance(
    URI api, String trino, String redis, String adminKey, String command, String name) {

  /**
   * Reads the environment.
   *
   * @throws IllegalStateException naming every variable that is missing
   */
  public static Instance fromEnvironment() {
    Map<String, String> environment = System.getenv();
    List<String> missing = new ArrayList<>();
    Instance instance =
        new Instance(
            api(environment, missing),
            required("METRICFLOW_TRINO", environment, missing),
            required("METRICFLOW_REDIS", environment, missing),
            required("METRICFLOW_ADMIN_KEY", environment, missing),
            required("METRICFLOW_COMMAND", environment, missing),
            environment.getOrDefault("METRICFLOW_INSTANCE", "default"));
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "This needs a running instance, and %s is not set. Use './metricflow test' or 'bench'."
              .formatted(String.join(", ", missing)));
    }
    return instance;
  }

  private static URI api(Map<String, String> environment, List<String> missing) {
    String address = environment.get("METRICFLOW_API");
    if (address == null && environment.containsKey("METRICFLOW_API_PORT")) {
      address = "http://127.0.0.1:" + environment.get("METRICFLOW_API_PORT");
    }
    if (address == null) {
      missing.add("METRICFLOW_API");
      return null;
    }
    return URI.create(address);
  }

  private static String required(
      String name, Map<String, String> environment, List<String> missing) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      missing.add(name);
    }
    return value;
  }
}
