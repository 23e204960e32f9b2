package metricflow.api.trino;

import java.time.Duration;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/**
 * What statements may take of Trino.
 *
 * @param time longest time a statement may run, in whole seconds; also the longest wait for a turn
 * @param bytes most bytes a statement may read from the lake's files; 0: no limit
 * @param atOnce statements that run at once
 * @param atOncePerProject those of one project
 * @param waiting statements that wait for a turn
 * @param waitingPerProject those of one project
 */
public record QueryLimits(
    Duration time,
    long bytes,
    int atOnce,
    int atOncePerProject,
    int waiting,
    int waitingPerProject) {

  /** As configured. */
  public static QueryLimits of(Config config) {
    return new QueryLimits(
        Duration.ofSeconds(config.number(ConfigKey.METRICFLOW_QUERY_TIMEOUT_S)),
        config.number(ConfigKey.METRICFLOW_QUERY_MAX_MB) * 1_048_576L,
        config.number(ConfigKey.METRICFLOW_QUERIES_AT_ONCE),
        config.number(ConfigKey.METRICFLOW_PROJECT_QUERIES_AT_ONCE),
        config.number(ConfigKey.METRICFLOW_QUERIES_WAITING),
        config.number(ConfigKey.METRICFLOW_PROJECT_QUERIES_WAITING));
  }

  /** As configured for exports: longer, two at once, one of a project. */
  public static QueryLimits ofExports(Config config) {
    QueryLimits usual = of(config);
    Duration time = Duration.ofSeconds(config.number(ConfigKey.METRICFLOW_EXPORT_TIMEOUT_S));
    return new QueryLimits(time, usual.bytes, 2, 1, 16, 2);
  }

  /** As by default, with a time limit of its own. */
  public static QueryLimits within(Duration time) {
    return new QueryLimits(time, 0, 4, 3, 256, 64);
  }
}
