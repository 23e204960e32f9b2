package metricflow.api;

import java.util.Set;
import metricflow.config.Config;

/** Starts the API: {@code ApiMain [--role collector,query]}, settings from the environment. */
public final class ApiMain {
  private ApiMain() {}

  /** Runs until the process is asked to end. */
  public static void main(String... arguments) {
    Api api;
    try {
      Set<Role> roles = Role.fromArguments(arguments);
      api = Api.start(Config.fromEnvironment(), roles);
    } catch (IllegalArgumentException unusable) {
      System.err.println(unusable.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(api::close, "shutdown"));
  }
}
