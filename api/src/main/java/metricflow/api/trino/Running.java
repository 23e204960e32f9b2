package metricflow.api.trino;

import io.opentelemetry.api.trace.Span;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement in Trino, which can be stopped whenever one likes, and whose reading is known even
 * when it fails. The driver forgets a cancellation that comes before Trino has answered the
 * statement's first request; so after each of Trino's answers it is looked whether the statement
 * was to be stopped. Thread-safe.
 */
final class Running {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final PreparedStatement statement;
  private volatile boolean stopped;
  private volatile String queryId = "";
  private volatile long bytesScanned;
  private volatile long rowsScanned;

  private Running(PreparedStatement statement) {
    this.statement = statement;
  }

  /** For a statement that does not run yet. */
  static Running of(PreparedStatement statement) throws SQLException {
    Running running = new Running(statement);
    statement.unwrap(TrinoStatement.class).setProgressMonitor(running::look);
    return running;
  }

  /** Cancels the statement, now or as soon as it can be. Does not block. */
  void stop() {
    stopped = true;
    // Cancelling is a request of its own; whoever gives the alarm must not wait for it.
    Thread.ofVirtual().start(this::cancel);
  }

  /**
   * Goes on only while nobody has told to stop: what has been read till then may not be all.
   *
   * @throws SQLException when somebody has
   */
  void check() throws SQLException {
    if (stopped) {
      throw new SQLException("the statement has been stopped");
    }
  }

  /** Bytes read from the lake's files so far, as Trino has told. */
  long bytesScanned() {
    return bytesScanned;
  }

  /** Writes into the statement's span what Trino has told of it; the statement itself stays out. */
  void describe(Span span) {
    span.setAttribute("trino.query_id", queryId);
    span.setAttribute("metricflow.bytes_scanned", bytesScanned);
    span.setAttribute("metricflow.rows_scanned", rowsScanned);
  }

  private void look(QueryStats stats) {
    queryId = stats.getQueryId();
    bytesScanned = stats.getPhysicalInputBytes();
    rowsScanned = stats.getProcessedRows();
    if (stopped) {
      cancel();
    }
  }

  private void cancel() {
    try {
      statement.cancel();
    } catch (SQLException finished) {
      LOG.debug("nothing left to cancel", finished);
    }
  }
}
