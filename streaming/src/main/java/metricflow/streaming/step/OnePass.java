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
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
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
 * in: topic, value. One {@link TaskResult} out.
 */
public final class OnePass implements MapPartitionsFunction<Row, TaskResult> {
  private static final long serialVersionUID = 1L;

  private final String lake;
  private final long batchId;
  private final LiveDimensions dimensions;
  private final Map<Integer, List<FunnelDefinition>> funnels;

  /**
   * A pass over one micro-batch.
   *
   * @param lake folder or URI of the lake
   * @param batchId number of the micro-batch
   * @param dimensions what is counted live
   * @param funnels saved funnels by project id
   */
  public OnePass(
      String lake,
      long batchId,
      LiveDimensions dimensions,
      Map<Integer, List<FunnelDefinition>> funnels) {
    this.lake = lake;
    this.batchId = batchId;
    this.dimensions = dimensions;
    this.funnels = new HashMap<>(funnels);
  }

  /**
   * Runs the pass.
   *
   * @param records topic, value
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
        ? List.of(new Pass(lake, batchId, dimensions, funnels).run(records)).iterator()
        : List.<TaskResult>of().iterator();
  }

  private static final class Pass {
    private final LakeFileWriter<EventRow> events;
    private final LakeFileWriter<RejectedEvent> rejectedEvents;
    private final LiveDimensions dimensions;
    private final Map<Integer, List<FunnelDefinition>> funnels;
    private final Map<Integer, ProjectFold> folds = new HashMap<>();
    private final RecentEvents.Pass recent;
    private long eventCount;
    private long repeatedCount;
    private long rejectedCount;
    private long oldestReceivedAt = Long.MAX_VALUE;

    Pass(
        String lake,
        long batchId,
        LiveDimensions dimensions,
        Map<Integer, List<FunnelDefinition>> funnels) {
      Configuration hadoop = new Configuration();
      events = new LakeFileWriter<>(RowLayout.events(), lake, hadoop);
      rejectedEvents = new LakeFileWriter<>(RowLayout.rejectedEvents(), lake, hadoop);
      this.dimensions = dimensions;
      this.funnels = funnels;
      this.recent = RecentEvents.ofProcess().pass(batchId);
    }

    TaskResult run(Iterator<Row> records) throws IOException {
      while (records.hasNext()) {
        Row record = records.next();
        byte[] value = record.getAs(1);
        try {
          if (record.getString(0).equals(Topics.EVENTS)) {
            take(EventBatchCodec.decode(value));
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
          rejectedCount,
          oldestReceivedAt,
          events.close(),
          rejectedEvents.close(),
          folds);
    }

    private void take(EventBatch batch) throws IOException {
      ProjectFold fold = folds.computeIfAbsent(batch.projectId(), p -> new ProjectFold());
      List<FunnelDefinition> projectFunnels = funnels.getOrDefault(batch.projectId(), List.of());
      oldestReceivedAt = Math.min(oldestReceivedAt, batch.receivedAt());
      BitSet repeated = recent.repeated(batch.projectId(), batch.events());
      repeatedCount += repeated.cardinality();
      for (int i = repeated.nextClearBit(0);
          i < batch.events().size();
          i = repeated.nextClearBit(i + 1)) {
        Event event = batch.events().get(i);
        events.write(new EventRow(batch, event));
        fold.add(event, dimensions, projectFunnels);
        eventCount++;
      }
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
