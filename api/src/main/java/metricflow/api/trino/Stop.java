package metricflow.api.trino;

import io.trino.jdbc.TrinoStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a statement in Trino, whenever it is told to. The driver forgets a cancellation that comes
 * before Trino has answered the statement's first request; so after each of Trino's answers it is
 * looked whether the statement was to be stopped. Thread-safe.
 */
final class Stop {
  private static final Logger LOG = LoggerFactory.getLogger(Stop.class);

  private final PreparedStatement statement;
  private volatile boolean wanted;

  private Stop(PreparedStatement statement) {
    this.statement = statement;
  }

  /** For a statement that does not run yet. */
  static Stop of(PreparedStatement statement) throws SQLException {
    Stop stop = new Stop(statement);
    statement.unwrap(TrinoStatement.class).setProgressMonitor(stats -> stop.look());
    return stop;
  }

  /** Cancels the statement, now or as soon as it can be. Does not block. */
  void now() {
    wanted = true;
    // Cancelling is a request of its own; whoever gives the alarm must not wait for it.
    Thread.ofVirtual().start(this::cancel);
  }

  /**
   * Goes on only while nobody has told to stop: what has been read till then may not be all.
   *
   * @throws SQLException when somebody has
   */
  void check() throws SQLException {
    if (wanted) {
      throw new SQLException("the statement has been stopped");
    }
  }

  private void look() {
    if (wanted) {
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
