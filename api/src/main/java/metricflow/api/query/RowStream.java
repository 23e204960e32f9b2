package metricflow.api.query;

/** Runs statements whose results are taken row by row. Thread-safe. */
@FunctionalInterface
public interface RowStream {
  /** Gives {@code sink} the result as it comes; problems as those of {@link QueryEngine#run}. */
  void stream(Caller caller, SqlStatement statement, RowSink sink);
}
