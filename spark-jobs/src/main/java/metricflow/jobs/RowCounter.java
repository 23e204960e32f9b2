package metricflow.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that tasks have read and written so far, running tasks included. Figures for people. */
final class RowCounter extends SparkListener {
  private static final String READ = "internal.metrics.input.recordsRead";
  private static final String BYTES_READ = "internal.metrics.input.bytesRead";
  private static final String WRITTEN = "internal.metrics.output.recordsWritten";

  private final Map<Long, Long> readByTask = new ConcurrentHashMap<>();
  private final Map<Long, Long> bytesReadByTask = new ConcurrentHashMap<>();
  private final Map<Long, Long> writtenByTask = new ConcurrentHashMap<>();

  long read() {
    return readByTask.values().stream().mapToLong(Long::longValue).sum();
  }

  long bytesRead() {
    return bytesReadByTask.values().stream().mapToLong(Long::longValue).sum();
  }

  long written() {
    return writtenByTask.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskMetrics() != null) {
      long task = end.taskInfo().taskId();
      readByTask.put(task, end.taskMetrics().inputMetrics().recordsRead());
      bytesReadByTask.put(task, end.taskMetrics().inputMetrics().bytesRead());
      writtenByTask.put(task, end.taskMetrics().outputMetrics().recordsWritten());
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(task ->
            CollectionConverters.asJava(task._4())
                .forEach(metric -> running((Long) task._1(), metric)));
  }

  private void running(long task, AccumulableInfo metric) {
    if (metric.name().isEmpty() || metric.update().isEmpty()) {
      return;
    }
    Map<Long, Long> counts =
        switch (metric.name().get()) {
          case READ -> readByTask;
          case BYTES_READ -> bytesReadByTask;
          case WRITTEN -> writtenByTask;
          default -> null;
        };
    // A heartbeat may arrive after the end of its task: counts only grow.
    if (counts != null && metric.update().get() instanceof Long count) {
      counts.merge(task, count, Math::max);
    }
  }
}
