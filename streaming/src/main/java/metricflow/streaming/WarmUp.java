package metricflow.streaming;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.live.LiveDimensions;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.LakeFile;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.step.OnePass;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Micro-batches of made-up events into a scratch table, before the first real one. A JVM's first
 * micro-batch takes seconds (classes to load, code to generate); without this, the first visitors
 * after every start would wait for it.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration AT_MOST = Duration.ofSeconds(3);
  private static final Duration WARM = Duration.ofMillis(250);
  private static final org.apache.spark.sql.types.StructType RECORD =
      new org.apache.spark.sql.types.StructType()
          .add("topic", DataTypes.StringType)
          .add("value", DataTypes.BinaryType)
          .add("partition", DataTypes.IntegerType);

  private WarmUp() {}

  /**
   * Runs until a micro-batch is quick, for a few seconds at most.
   *
   * @param lake the lake, whose events table is there
   */
  static void run(SparkSession spark, String lake) throws IOException {
    long start = System.nanoTime();
    Path scratch = Files.createTempDirectory("metricflow-warm-up");
    try {
      String scratchLake = scratch.toString();
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      copyOfEvents(DefaultEngine.create(hadoop), lake, scratchLake);
      DeltaSink sink = new DeltaSink(RowLayout.events(), scratchLake, hadoop);
      RetryLog retries =
          new RetryLog(scratchLake + "/retries", hadoop, 1 << 20, System::currentTimeMillis);
      long took;
      int batch = 0;
      do {
        long began = System.nanoTime();
        sink.commit("warm-up", batch, pass(spark, scratchLake, batch, retries));
        batch++;
        took = System.nanoTime() - began;
      } while (took > WARM.toNanos() && System.nanoTime() - start < AT_MOST.toNanos());
      LOG.info(
          "warmed up with {} micro-batches in {} ms; the last took {} ms",
          batch,
          (System.nanoTime() - start) / 1_000_000,
          took / 1_000_000);
    } finally {
      delete(scratch);
    }
  }

  /** An empty table of the same columns, made without Spark: its SQL would take seconds more. */
  private static void copyOfEvents(Engine engine, String lake, String scratchLake) {
    StructType columns =
        TableManager.loadSnapshot(Tables.EVENTS.location(lake)).build(engine).getSchema();
    TableManager.buildCreateTableTransaction(
            Tables.EVENTS.location(scratchLake), columns, "MetricFlow-streaming")
        .withDataLayoutSpec(
            DataLayoutSpec.partitioned(
                Tables.EVENTS.partitionColumns().stream().map(Column::new).toList()))
        .build(engine)
        .commit(engine, CloseableIterable.emptyIterable());
  }

  private static List<LakeFile> pass(SparkSession spark, String lake, int batch, RetryLog retries) {
    Row record = RowFactory.create(Topics.EVENTS, EventBatchCodec.encode(madeUp()), 0);
    return new OnePass(lake, retries.plan(batch), new LiveDimensions(List.of()), Map.of())
        .run(spark.createDataFrame(List.of(record), RECORD), 1).stream()
            .flatMap(result -> result.eventFiles().stream())
            .toList();
  }

  private static EventBatch madeUp() {
    long now = System.currentTimeMillis();
    Event event =
        new Event(
            EventIds.timeOrdered(now),
            "page_view",
            "nobody",
            "nobody",
            "none",
            1,
            now,
            now,
            "host.invalid",
            "/",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "{}",
            null);
    return new EventBatch(0, UUID.randomUUID(), now, now, List.of(event));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
