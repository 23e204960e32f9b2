package metricflow.api.trino;

import io.trino.jdbc.TrinoResultSet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import metricflow.api.query.QueryEngine;
import metricflow.api.query.Row;
import metricflow.api.query.Rows;
import metricflow.api.query.SqlStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trino over JDBC. A few statements run at once, each no longer than a limit: at the limit it is
 * cancelled in Trino, so nothing runs for callers who are gone.
 *
 * <p>Each statement has a connection of its own. A Trino connection is no more than settings (the
 * driver keeps the HTTP connections), so there is nothing a pool could save or hold stale.
 */
public final class TrinoEngine implements QueryEngine, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrinoEngine.class);
  private static final String USER = "metricflow-api";
  private static final int RUNNING = 4;
  private static final int WAITING = 64;

  private final String url;
  private final Duration limit;
  private final Turns turns;
  private final TableVersions versions;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trino-watch").factory());

  /**
   * An engine that connects when it is first asked.
   *
   * @param address {@code host:port}
   * @param limit longest time a statement may run, in whole seconds; also the longest wait for a
   *     turn
   */
  public TrinoEngine(String address, Duration limit) {
    this.url = "jdbc:trino://" + address;
    this.versions = new TableVersions(address, USER);
    this.limit = limit;
    this.turns = new Turns(RUNNING, WAITING, limit);
  }

  @Override
  public Rows run(SqlStatement statement) {
    turns.begin();
    try {
      return runNow(statement);
    } finally {
      turns.end();
    }
  }

  private Rows runNow(SqlStatement statement) {
    AtomicBoolean cancelled = new AtomicBoolean();
    try (Connection connection = DriverManager.getConnection(url, settings());
        PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (int i = 0; i < statement.values().size(); i++) {
        prepared.setObject(i + 1, statement.values().get(i));
      }
      // Of a request with its retries: else a server that hangs would hold a turn for minutes.
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
      prepared.setQueryTimeout(Math.toIntExact(limit.toSeconds()));
      ScheduledFuture<?> alarm =
          watch.schedule(
              () -> cancel(prepared, cancelled), limit.toMillis(), TimeUnit.MILLISECONDS);
      try (ResultSet result = prepared.executeQuery()) {
        List<Row> rows = rows(result);
        TrinoResultSet done = result.unwrap(TrinoResultSet.class);
        return new Rows(
            rows, done.getStats().getPhysicalInputBytes(), versions.read(done.getQueryId()));
      } finally {
        alarm.cancel(false);
      }
    } catch (SQLException error) {
      throw TrinoErrors.problem(error, cancelled.get(), limit);
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("user", USER);
    settings.setProperty("source", USER);
    // One request a statement, and no limit from the size of HTTP headers.
    settings.setProperty("explicitPrepare", "false");
    // Of one request; see also runNow.
    settings.setProperty("timeout", limit.toSeconds() + "s");
    return settings;
  }

  private static void cancel(PreparedStatement prepared, AtomicBoolean cancelled) {
    cancelled.set(true);
    // Cancelling is a request of its own; the watch must be free for the next alarm.
    Thread.ofVirtual()
        .start(() -> {
          try {
            prepared.cancel();
          } catch (SQLException finished) {
            LOG.debug("nothing left to cancel", finished);
          }
        });
  }

  private static List<Row> rows(ResultSet result) throws SQLException {
    List<Row> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<Object> values = new ArrayList<>(columns);
      for (int column = 1; column <= columns; column++) {
        values.add(value(result, column));
      }
      rows.add(new Row(values));
    }
    return rows;
  }

  private static Object value(ResultSet result, int column) throws SQLException {
    return switch (result.getMetaData().getColumnType(column)) {
      case Types.DATE -> result.getObject(column, LocalDate.class);
      case Types.TIMESTAMP_WITH_TIMEZONE -> {
        Timestamp time = result.getTimestamp(column);
        yield time == null ? null : time.toInstant();
      }
      default -> result.getObject(column);
    };
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
