package metricflow.api.trino;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.trino.jdbc.TrinoResultSet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import metricflow.api.query.Caller;
import metricflow.api.query.Cancellation;
import metricflow.api.query.QueryEngine;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.api.query.Rows;
import metricflow.api.query.SqlStatement;
import metricflow.api.trace.Tracing;

/**
 * Trino over JDBC. A few statements run at once, each within {@link QueryLimits}. At the time
 * limit, or when its caller is cancelled, a statement is cancelled in Trino: nothing runs for
 * nobody.
 *
 * <p>Each statement has a connection of its own. A Trino connection is no more than settings (the
 * driver keeps the HTTP connections), so there is nothing a pool could save or hold stale.
 */
public final class TrinoEngine implements QueryEngine, AutoCloseable {
  private static final String USER = "metricflow-api";

  private final String url;
  private final QueryLimits limits;
  private final Turns turns;
  private final ScanBudget budget;
  private final Tracing tracing;
  private final TableVersions versions;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trino-watch").factory());

  /**
   * An engine that connects when it is first asked.
   *
   * @param address {@code host:port}
   */
  public TrinoEngine(String address, QueryLimits limits) {
    this(address, limits, ScanBudget.NONE, Tracing.OFF);
  }

  /**
   * The same.
   *
   * @param budget of what projects may read, perhaps shared with other engines
   * @param tracing of the statements
   */
  public TrinoEngine(String address, QueryLimits limits, ScanBudget budget, Tracing tracing) {
    this.budget = budget;
    this.tracing = tracing;
    this.url = "jdbc:trino://" + address;
    this.versions = new TableVersions(address, USER);
    this.limits = limits;
    this.turns = new Turns(limits);
  }

  @Override
  public Rows run(Caller caller, SqlStatement statement) {
    List<Row> rows = new ArrayList<>();
    List<RowSink.Column> columns = new ArrayList<>();
    RowSink sink =
        new RowSink() {
          @Override
          public void columns(List<Column> all) {
            columns.addAll(all);
          }

          @Override
          public void row(Row row) {
            rows.add(row);
          }
        };
    Finished finished = stream(caller, statement, sink);
    return new Rows(rows, finished.bytesScanned(), versions.read(finished.queryId()), columns);
  }

  /**
   * What a statement has done.
   *
   * @param queryId Trino's name for it
   * @param bytesScanned bytes read from the lake's files
   */
  public record Finished(String queryId, long bytesScanned) {}

  /**
   * The result row by row, as it comes; problems as those of {@link #run}, also after some rows.
   */
  public Finished stream(Caller caller, SqlStatement statement, RowSink sink) {
    budget.admit(caller.projectId());
    try (Turns.Turn _ = turns.take(caller)) {
      Span span = tracing.begin(SpanKind.CLIENT, "trino statement", "trino");
      try {
        return streamNow(caller, statement, sink, span);
      } catch (RuntimeException failed) {
        Tracing.failed(span, failed);
        throw failed;
      } finally {
        span.end();
      }
    }
  }

  /** Statements that run. */
  public int running() {
    return turns.running();
  }

  /** Statements that wait for a turn. */
  public int waiting() {
    return turns.waiting();
  }

  private Finished streamNow(Caller caller, SqlStatement statement, RowSink sink, Span span) {
    AtomicBoolean tooLong = new AtomicBoolean();
    Duration limit = limits.time();
    try (Connection connection = DriverManager.getConnection(url, settings());
        PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (int i = 0; i < statement.values().size(); i++) {
        prepared.setObject(i + 1, statement.values().get(i));
      }
      // Of a request with its retries: else a server that hangs would hold a turn for minutes.
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
      prepared.setQueryTimeout(Math.toIntExact(limit.toSeconds()));
      Running running = Running.of(prepared);
      ScheduledFuture<?> alarm =
          watch.schedule(
              () -> {
                tooLong.set(true);
                running.stop();
              },
              limit.toMillis(),
              TimeUnit.MILLISECONDS);
      try (Cancellation.Listening _ = caller.cancellation().onCancel(running::stop)) {
        running.check();
        try (ResultSet result = prepared.executeQuery()) {
          TrinoRows.pass(result, sink);
          running.check();
          TrinoResultSet done = result.unwrap(TrinoResultSet.class);
          return new Finished(done.getQueryId(), done.getStats().getPhysicalInputBytes());
        }
      } finally {
        alarm.cancel(false);
        running.describe(span);
        budget.charge(caller.projectId(), running.bytesScanned());
      }
    } catch (SQLException error) {
      caller.cancellation().check();
      throw TrinoErrors.problem(error, tooLong.get(), limits);
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("user", USER);
    settings.setProperty("source", USER);
    // One request a statement, and no limit from the size of HTTP headers.
    settings.setProperty("explicitPrepare", "false");
    // Of one request; see also streamNow.
    settings.setProperty("timeout", limits.time().toSeconds() + "s");
    // Trino has a limit of its own, which exports are beyond; ours comes first.
    String time = limits.time().plusSeconds(30).toSeconds() + "s";
    String properties = "query_max_execution_time:%1$s;query_max_run_time:%1$s".formatted(time);
    if (limits.bytes() > 0) {
      properties += ";query_max_scan_physical_bytes:" + limits.bytes() + "B";
    }
    settings.setProperty("sessionProperties", properties);
    return settings;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
