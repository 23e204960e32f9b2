package metricflow.api.query;

import java.util.List;

/** Runs statements over the lake. Thread-safe. */
@FunctionalInterface
public interface QueryEngine {

  /**
   * All rows of the result.
   *
   * @throws metricflow.problem.ProblemException {@code QUERY_TIMEOUT}, {@code LAKE_UNAVAILABLE}, or
   *     {@code RATE_EXCEEDED} when too many statements wait already
   */
  List<Row> run(SqlStatement statement);
}
