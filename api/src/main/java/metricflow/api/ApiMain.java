package metricflow.api;

import java.util.Set;
import metricflow.config.Config;

/** Starts the API: {@code ApiMain [--role collector,query]}, settings from the environment. */
public final class ApiMain {
  private ApiMain() {}

  /** Runs until the process is asked to end. */
  public static void main(String... arguments) {
    Config config;
    Set<Role> roles;
    try {
      roles = Role.fromArguments(arguments);
      config = Config.fromEnvironment();
    } catch (IllegalArgumentException unusable) {
      System.err.println(unusable.getMessage());
      System.exit(2);
      return;
    }
    Api api = Api.start(config, roles);
    Runtime.getRuntime().addShutdownHook(new Thread(api::close, "shutdown"));
  }
}
