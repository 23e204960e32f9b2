package metricflow.api.query;

/** Runs statements over the lake. Thread-safe. */
@FunctionalInterface
public interface QueryEngine {

  /**
   * The whole result.
   *
   * @throws metricflow.problem.ProblemException {@code QUERY_TIMEOUT}, {@code QUERY_TOO_LARGE},
   *     {@code LAKE_UNAVAILABLE}, {@code VERSION_GONE} when a version named does not exist (any
   *     more), or {@code RATE_EXCEEDED} when too many statements of the project wait already
   * @throws java.util.concurrent.CancellationException when the caller has been cancelled
   */
  Rows run(Caller caller, SqlStatement statement);
}
