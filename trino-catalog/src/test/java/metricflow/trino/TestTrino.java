package metricflow.trino;

import io.trino.sql.query.QueryAssertions;

/** One Trino with our plugin, for all tests that ask it through SQL; it ends with the process. */
public final class TestTrino {
  private static final QueryAssertions TRINO = start();

  private TestTrino() {}

  private static QueryAssertions start() {
    QueryAssertions trino = new QueryAssertions();
    trino.addPlugin(new MetricFlowPlugin());
    return trino;
  }

  /** What asks it. */
  public static QueryAssertions get() {
    return TRINO;
  }
}
