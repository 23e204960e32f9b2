package metricflow.streaming;

import com.sun.net.httpserver.HttpExchange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import metricflow.live.LiveKeys;
import metricflow.streaming.retry.RetryState;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.LakeFile;
import metricflow.streaming.step.ProjectFold;
import metricflow.streaming.step.TaskResult;

/**
 * What the streaming job counts, since its start. For the events of every record that could be
 * read, after each micro-batch:
 *
 * <pre>
 * received = written + repeated
 * written  = live + late + retried
 * </pre>
 *
 * <p>Written events are rows of the lake; a micro-batch that is repeated after a restart is counted
 * by the new process, though its rows were there. Repeated events had been written a moment before.
 * Retried events came in a batch that had come before. Late ones lay beyond the minutes that are
 * live ({@link LiveKeys#MINUTE_TTL_SECONDS}). Future ones are among the written, whatever else they
 * are.
 */
final class StreamMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, RetryState> retryStates = new ConcurrentHashMap<>();
  private final Counter microBatches = counter("micro.batches");
  private final Counter received = counter("events.received");
  private final Counter written = counter("events.written");
  private final Counter repeated = counter("events.repeated");
  private final Counter live = counter("events.live");
  private final Counter late = counter("events.late");
  private final Counter retried = counter("events.retried");
  private final Counter future = counter("events.future");
  private final Counter rejected = counter("events.rejected");
  private final Counter retriedBatches = counter("batches.retried");
  private final Counter files = counter("files");
  private final Counter fileBytes = counter("files.bytes");
  private final Timer pass = phase("pass");
  private final Timer delta = phase("delta");
  private final Timer redis = phase("redis");
  private volatile long lagMillis;

  StreamMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    Gauge.builder(name("lag.seconds"), () -> lagMillis / 1e3)
        .description("receipt of the oldest event of the last micro-batch to its end")
        .register(registry);
    Gauge.builder(name("retry.entries"), () -> sum(RetryState::entries))
        .description("batches of 24 hours known, as each process last told")
        .register(registry);
    Gauge.builder(name("retry.bytes"), () -> sum(RetryState::bytes))
        .description("memory they take")
        .register(registry);
    FunctionCounter.builder(
            name("retry.forgotten.early"), this, m -> m.sum(RetryState::forgottenEarly))
        .description("batches forgotten before 24 hours for lack of room")
        .register(registry);
    FunctionCounter.builder(
            name("retry.files.unreadable"), this, m -> m.sum(RetryState::unreadableFiles))
        .description("files of known batches that could not be read")
        .register(registry);
  }

  private static String name(String rest) {
    return "metricflow.stream." + rest;
  }

  private Counter counter(String rest) {
    return registry.counter(name(rest));
  }

  private Timer phase(String phase) {
    return registry.timer(name("phase"), "phase", phase);
  }

  private long sum(ToLongFunction<RetryState> value) {
    return retryStates.values().stream().mapToLong(value).sum();
  }

  /** Shows the versions of the tables written to. */
  void lake(DeltaSink events, DeltaSink rejectedEvents) {
    version("events", events);
    version("rejected_events", rejectedEvents);
  }

  private void version(String table, DeltaSink sink) {
    Gauge.builder(name("delta.version"), sink, DeltaSink::version)
        .description("version after the last commit, -1 before the first")
        .tag("table", table)
        .register(registry);
  }

  /**
   * Counts one micro-batch.
   *
   * @param folds what was applied to Redis
   * @param now when it was applied, epoch milliseconds
   */
  void count(List<TaskResult> results, Collection<ProjectFold> folds, long now) {
    microBatches.increment();
    for (TaskResult result : results) {
      received.increment(result.events() + result.repeated());
      repeated.increment(result.repeated());
      retried.increment(result.retried());
      future.increment(result.future());
      rejected.increment(result.rejected());
      retriedBatches.increment(result.retries().batches());
      retryStates.put(result.retries().state().process(), result.retries().state());
      for (LakeFile file : result.eventFiles()) {
        written.increment(file.rows());
        count(file);
      }
      result.rejectedFiles().forEach(this::count);
    }
    for (ProjectFold fold : folds) {
      for (long minute : fold.minutes()) {
        Counter counter = LiveKeys.isLive(minute, now) ? live : late;
        counter.increment(fold.counts(minute).get(LiveKeys.TOTAL_FIELD)[0]);
      }
    }
  }

  private void count(LakeFile file) {
    files.increment();
    fileBytes.increment(file.bytes());
  }

  /** Records how long the phases of one micro-batch took, and its lag; all milliseconds. */
  void took(long passMillis, long deltaMillis, long redisMillis, long lag) {
    pass.record(passMillis, TimeUnit.MILLISECONDS);
    delta.record(deltaMillis, TimeUnit.MILLISECONDS);
    redis.record(redisMillis, TimeUnit.MILLISECONDS);
    lagMillis = lag;
  }

  void answer(HttpExchange exchange) throws IOException {
    byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
