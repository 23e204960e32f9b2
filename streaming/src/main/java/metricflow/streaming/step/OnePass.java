package metricflow.streaming.step;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.RejectedEvent;
import metricflow.bus.RejectedEventJson;
import metricflow.bus.Topics;
import metricflow.event.Event;
import metricflow.event.Lateness;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import metricflow.streaming.retry.BatchFingerprint;
import metricflow.streaming.retry.RetriedBatches;
import metricflow.streaming.retry.RetryPlan;
import metricflow.streaming.sink.EventRow;
import metricflow.streaming.sink.LakeFileWriter;
import metricflow.streaming.sink.RowLayout;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * A task's one pass over its bus records: decode, write rows to Parquet, fold live counters. Rows
 * in: topic, value, bus partition. One {@link TaskResult} out.
 */
public final class OnePass implements MapPartitionsFunction<Row, TaskResult> {
  private static final long serialVersionUID = 1L;

  /** The executor's settings, once a process: making them reads Hadoop's defaults from XML. */
  private static final Configuration HADOOP = new Configuration();

  private final String lake;
  private final LiveDimensions dimensions;
  private final Map<Integer, List<FunnelDefinition>> funnels;
  private final RetryPlan retryPlan;

  /**
   * A pass over one micro-batch.
   *
   * @param lake folder or URI of the lake
   * @param retryPlan the micro-batch, and how retried batches are recognised
   * @param dimensions what is counted live
   * @param funnels saved funnels by project id
   */
  public OnePass(
      String lake,
      RetryPlan retryPlan,
      LiveDimensions dimensions,
      Map<Integer, List<FunnelDefinition>> funnels) {
    this.lake = lake;
    this.dimensions = dimensions;
    this.funnels = new HashMap<>(funnels);
    this.retryPlan = retryPlan;
  }

  /**
   * Runs the pass.
   *
   * @param records topic, value, partition
   * @param tasks at most so many tasks, and so files a day
   */
  public List<TaskResult> run(Dataset<Row> records, int tasks) {
    return records
        .coalesce(tasks)
        .mapPartitions(this, Encoders.javaSerialization(TaskResult.class))
        .collectAsList();
  }

  @Override
  public Iterator<TaskResult> call(Iterator<Row> records) throws IOException {
    return records.hasNext()
        ? List.of(new Pass(lake, retryPlan, dimensions, funnels).run(records)).iterator()
        : List.<TaskResult>of().iterator();
  }

  private static final class Pass {
    private final LakeFileWriter<EventRow> events;
    private final LakeFileWriter<RejectedEvent> rejectedEvents;
    private final LiveDimensions dimensions;
    private final Map<Integer, List<FunnelDefinition>> funnels;
    private final Map<Integer, ProjectFold> folds = new HashMap<>();
    private final RecentEvents.Pass recent;
    private final RetriedBatches.Pass retries;
    private long eventCount;
    private long repeatedCount;
    private long retriedCount;
    private long futureCount;
    private long rejectedCount;
    private long oldestReceivedAt = Long.MAX_VALUE;

    Pass(
        String lake,
        RetryPlan retryPlan,
        LiveDimensions dimensions,
        Map<Integer, List<FunnelDefinition>> funnels) {
      events = new LakeFileWriter<>(RowLayout.events(), lake, HADOOP);
      rejectedEvents = new LakeFileWriter<>(RowLayout.rejectedEvents(), lake, HADOOP);
      this.dimensions = dimensions;
      this.funnels = funnels;
      this.recent = RecentEvents.ofProcess().pass(retryPlan.batchId(), retryPlan.leftOut());
      this.retries = RetriedBatches.ofProcess().pass(retryPlan, HADOOP);
    }

    TaskResult run(Iterator<Row> records) throws IOException {
      while (records.hasNext()) {
        Row record = records.next();
        byte[] value = record.getAs(1);
        try {
          if (record.getString(0).equals(Topics.EVENTS)) {
            take(EventBatchCodec.decode(value), record.getInt(2));
          } else {
            reject(RejectedEventJson.decode(value));
          }
        } catch (IllegalArgumentException unreadable) {
          reject(unreadableRecord(unreadable, value));
        }
      }
      return new TaskResult(
          eventCount,
          repeatedCount,
          retriedCount,
          futureCount,
          rejectedCount,
          oldestReceivedAt,
          events.close(),
          rejectedEvents.close(),
          folds,
          retries.close(),
          recent.leftOut());
    }

    private void take(EventBatch batch, int partition) throws IOException {
      ProjectFold fold = folds.computeIfAbsent(batch.projectId(), p -> new ProjectFold());
      List<FunnelDefinition> projectFunnels = funnels.getOrDefault(batch.projectId(), List.of());
      oldestReceivedAt = Math.min(oldestReceivedAt, batch.receivedAt());
      boolean retried = retries.isRetried(partition, BatchFingerprint.of(batch));
      BitSet repeated = recent.repeated(batch.projectId(), batch.events());
      repeatedCount += repeated.cardinality();
      for (int i = repeated.nextClearBit(0);
          i < batch.events().size();
          i = repeated.nextClearBit(i + 1)) {
        Event event = batch.events().get(i);
        events.write(new EventRow(batch, event));
        eventCount++;
        futureCount += isFuture(event, batch) ? 1 : 0;
        // Only what is counted: two batches might share a fingerprint, and no event may be lost.
        if (retried) {
          retriedCount++;
        } else {
          fold.add(event, dimensions, projectFunnels);
        }
      }
    }

    private static boolean isFuture(Event event, EventBatch batch) {
      return Lateness.of(event, batch.sentAt(), batch.receivedAt()) == Lateness.FUTURE;
    }

    private void reject(RejectedEvent rejected) throws IOException {
      rejectedEvents.write(rejected);
      rejectedCount++;
    }

    /** A record nobody can read must not stop the stream, nor vanish. */
    private static RejectedEvent unreadableRecord(IllegalArgumentException why, byte[] value) {
      UUID id = UUID.randomUUID();
      int kept = Math.min(value == null ? 0 : value.length, 1024);
      return new RejectedEvent(
          id,
          null,
          id,
          System.currentTimeMillis(),
          "bus-record-unreadable",
          why.getMessage(),
          null,
          null,
          value == null ? null : HexFormat.of().formatHex(value, 0, kept));
    }
  }
}
