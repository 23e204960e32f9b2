package metricflow.streaming;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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
  private static final StructType RECORD =
      new StructType()
          .add("topic", DataTypes.StringType)
          .add("value", DataTypes.BinaryType)
          .add("partition", DataTypes.IntegerType);

  private WarmUp() {}

  /** Runs until a micro-batch is quick, for a few seconds at most. */
  static void run(SparkSession spark) throws IOException {
    long start = System.nanoTime();
    Path scratch = Files.createTempDirectory("metricflow-warm-up");
    try {
      String lake = scratch.toString();
      spark.sql(Tables.EVENTS.createSql(lake));
      DeltaSink sink =
          new DeltaSink(RowLayout.events(), lake, spark.sparkContext().hadoopConfiguration());
      RetryLog retries =
          new RetryLog(
              lake + "/retries",
              spark.sparkContext().hadoopConfiguration(),
              1 << 20,
              System::currentTimeMillis);
      long took;
      int batch = 0;
      do {
        long began = System.nanoTime();
        sink.commit("warm-up", batch, pass(spark, lake, batch, retries));
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
