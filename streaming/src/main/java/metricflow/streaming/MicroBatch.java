package metricflow.streaming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import metricflow.config.CrashPoint;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import metricflow.streaming.live.FunnelDefinitions;
import metricflow.streaming.live.LiveView;
import metricflow.streaming.live.Patience;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.retry.RetryPlan;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.LakeFile;
import metricflow.streaming.step.OnePass;
import metricflow.streaming.step.ProjectFold;
import metricflow.streaming.step.TaskResult;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One micro-batch: one pass over its records, then the Delta commits, then Redis. A batch that is
 * repeated after a crash finds each of these done or not done, never half done.
 */
final class MicroBatch implements VoidFunction2<Dataset<Row>, Long> {
  private static final Logger LOG = LoggerFactory.getLogger(MicroBatch.class);
  private static final long serialVersionUID = 1L;

  /** Events below which a micro-batch is one task and so one file. */
  private static final long EVENTS_PER_TASK = 20_000;

  private final transient Sinks sinks;
  private final transient Crash crash;
  private final String lake;
  private final LiveDimensions dimensions;
  private final int maxTasks;
  private long eventsLastBatch;

  /** Where a micro-batch goes, and the funnels it counts. */
  record Sinks(
      DeltaSink events,
      DeltaSink rejectedEvents,
      LiveView live,
      FunnelDefinitions funnels,
      RetryLog retries,
      StreamMetrics metrics) {}

  MicroBatch(Sinks sinks, String lake, LiveDimensions dimensions, int maxTasks, Crash crash) {
    this.sinks = sinks;
    this.crash = crash;
    this.lake = lake;
    this.dimensions = dimensions;
    this.maxTasks = maxTasks;
  }

  @Override
  public void call(Dataset<Row> records, Long batchId) throws IOException, InterruptedException {
    long start = System.currentTimeMillis();
    Map<Integer, List<FunnelDefinition>> funnels =
        Patience.untilRedisAnswers(sinks.funnels()::read);
    int tasks = (int) Math.clamp(eventsLastBatch / EVENTS_PER_TASK + 1, 1, maxTasks);
    RetryPlan retryPlan = sinks.retries().plan(batchId);
    List<TaskResult> results =
        new OnePass(lake, retryPlan, dimensions, funnels)
            .run(records.select("topic", "value", "partition"), tasks);
    long decoded = System.currentTimeMillis();

    String queryId = queryId(records);
    sinks.retries().keepLeftOut(retryPlan, results.stream().map(TaskResult::leftOut).toList());
    crash.reached(CrashPoint.BEFORE_DELTA, batchId);
    sinks.events().commit(queryId, batchId, files(results, TaskResult::eventFiles));
    crash.reached(CrashPoint.BETWEEN_TABLES, batchId);
    sinks.rejectedEvents().commit(queryId, batchId, files(results, TaskResult::rejectedFiles));
    sinks.retries().append(retryPlan, results.stream().map(TaskResult::retries).toList());
    crash.reached(CrashPoint.BETWEEN_DELTA_AND_REDIS, batchId);
    long committed = System.currentTimeMillis();

    Map<Integer, ProjectFold> folds = merge(results);
    sinks
        .live()
        .apply(
            queryId,
            batchId,
            folds,
            funnels,
            () -> crash.reached(CrashPoint.BETWEEN_PROJECTS, batchId));
    crash.reached(CrashPoint.AFTER_REDIS, batchId);
    long applied = System.currentTimeMillis();
    eventsLastBatch = results.stream().mapToLong(TaskResult::events).sum();
    long lag = applied - oldestReceivedAt(results, applied);
    sinks.metrics().count(results, folds.values(), applied);
    sinks.metrics().took(decoded - start, committed - decoded, applied - committed, lag);
    LOG.info(
        "batch={} events={} repeated={} retried={} rejected={} projects={} tasks={} lag_ms={} pass_ms={} delta_ms={} redis_ms={}",
        batchId,
        eventsLastBatch,
        results.stream().mapToLong(TaskResult::repeated).sum(),
        results.stream().mapToLong(TaskResult::retried).sum(),
        results.stream().mapToLong(TaskResult::rejected).sum(),
        folds.size(),
        tasks,
        lag,
        decoded - start,
        committed - decoded,
        applied - committed);
  }

  private static long oldestReceivedAt(List<TaskResult> results, long ifNoEvents) {
    return results.stream()
        .filter(result -> result.events() > 0)
        .mapToLong(TaskResult::oldestReceivedAt)
        .min()
        .orElse(ifNoEvents);
  }

  /** The checkpoint's query id: a new checkpoint counts its batches from 0 under a new id. */
  private static String queryId(Dataset<Row> records) {
    return records.sparkSession().sparkContext().getLocalProperty("sql.streaming.queryId");
  }

  private static List<LakeFile> files(
      List<TaskResult> results, Function<TaskResult, List<LakeFile>> files) {
    List<LakeFile> all = new ArrayList<>();
    results.forEach(result -> all.addAll(files.apply(result)));
    return all;
  }

  private static Map<Integer, ProjectFold> merge(List<TaskResult> results) {
    Map<Integer, ProjectFold> merged = new HashMap<>();
    for (TaskResult result : results) {
      result
          .folds()
          .forEach((project, fold) ->
              merged.computeIfAbsent(project, p -> new ProjectFold()).merge(fold));
    }
    return merged;
  }
}
