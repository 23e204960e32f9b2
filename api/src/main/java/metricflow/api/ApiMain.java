package metricflow.api;

import java.util.List;
import java.util.Set;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/** Starts the API: {@code ApiMain [--role collector,query]}, settings from the environment. */
public final class ApiMain {
  private ApiMain() {}

  /** Runs until the process is asked to end. */
  public static void main(String... arguments) {
    Api api;
    try {
      Set<Role> roles = Role.fromArguments(arguments);
      Config config = Config.fromEnvironment();
      requireLogFormat(config.text(ConfigKey.METRICFLOW_LOG_FORMAT));
      api = Api.start(config, roles);
    } catch (IllegalArgumentException unusable) {
      System.err.println(unusable.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(api::close, "shutdown"));
  }

  /** logback.xml has an appender of each name, and would say nothing for another. */
  private static void requireLogFormat(String format) {
    if (!List.of("text", "json").contains(format)) {
      throw new IllegalArgumentException(
          "%s is '%s'; it may be text or json".formatted(ConfigKey.METRICFLOW_LOG_FORMAT, format));
    }
  }
}
