package metricflow.streaming;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import metricflow.bus.Topics;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.live.LiveDimensions;
import metricflow.streaming.live.FunnelDefinitions;
import metricflow.streaming.live.LiveView;
import metricflow.streaming.live.RebuildEndpoint;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.upkeep.TableUpkeep;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import redis.clients.jedis.RedisClient;

/**
 * Starts the streaming job and runs until it is stopped or fails. It may be stopped at any moment:
 * the checkpoint knows which micro-batch to repeat, and repeating one changes nothing.
 */
public final class StreamingMain {
  private StreamingMain() {}

  /** Takes no arguments; see {@link ConfigKey} for the settings. */
  public static void main(String[] args) throws Exception {
    Config config = Config.fromEnvironment();
    String lake = config.text(ConfigKey.METRICFLOW_LAKE);
    LiveDimensions dimensions = LiveDimensions.of(config);
    SparkSession spark = session(config);
    BusTopics.ensure(
        config.text(ConfigKey.METRICFLOW_KAFKA),
        config.number(ConfigKey.METRICFLOW_BUS_PARTITIONS));
    LakeTables.ensure(spark, lake);
    WarmUp.run(spark, lake);
    try (RedisClient redis =
        RedisClient.create(
            config.host(ConfigKey.METRICFLOW_REDIS), config.port(ConfigKey.METRICFLOW_REDIS))) {
      FunnelDefinitions funnels = new FunnelDefinitions(redis);
      StreamMetrics metrics = new StreamMetrics();
      try (LiveView live = new LiveView(spark, lake, dimensions, redis, funnels)) {
        StreamClock clock = new StreamClock(live);
        spark.streams().addListener(clock);
        StreamingQuery query = start(config, spark, dimensions, live, funnels, metrics);
        new StreamHealth(
                config.number(ConfigKey.METRICFLOW_STREAMING_PORT), query::isActive, clock, metrics)
            .with(RebuildEndpoint.PATH, new RebuildEndpoint(live, query.id().toString()))
            .start();
        query.awaitTermination();
      }
    }
  }

  private static SparkSession session(Config config) {
    return SparkSession.builder()
        .appName("metricflow-streaming")
        .master(config.text(ConfigKey.METRICFLOW_SPARK_MASTER))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/metricflow")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
        // A line of progress each second without data too: freshness is known when nothing comes.
        .config("spark.sql.streaming.noDataProgressEventInterval", "1000")
        .config("spark.sql.streaming.numRecentProgressUpdates", "5")
        .getOrCreate();
  }

  private static StreamingQuery start(
      Config config,
      SparkSession spark,
      LiveDimensions dimensions,
      LiveView live,
      FunnelDefinitions funnels,
      StreamMetrics metrics)
      throws Exception {
    String lake = config.text(ConfigKey.METRICFLOW_LAKE);
    String checkpoint = config.text(ConfigKey.METRICFLOW_CHECKPOINTS) + "/events";
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    MicroBatch.Sinks sinks =
        new MicroBatch.Sinks(
            sink(RowLayout.events(), lake, hadoop),
            sink(RowLayout.rejectedEvents(), lake, hadoop),
            live,
            funnels,
            new RetryLog(
                checkpoint + "/retries",
                hadoop,
                (long) config.number(ConfigKey.METRICFLOW_RETRY_STATE_MB) << 20,
                System::currentTimeMillis),
            metrics);
    metrics.lake(sinks.events(), sinks.rejectedEvents());
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", config.text(ConfigKey.METRICFLOW_KAFKA))
        .option("subscribe", Topics.EVENTS + "," + Topics.REJECTED_EVENTS)
        .option("startingOffsets", "earliest")
        .option("failOnDataLoss", "true")
        // A read that ends at the last record leaves a fetch waiting at the broker, and the next
        // micro-batch cannot fetch before that one is answered: by default half a second later.
        .option("kafka.fetch.max.wait.ms", "20")
        .option("maxOffsetsPerTrigger", config.text(ConfigKey.METRICFLOW_MAX_BATCH_RECORDS))
        .load()
        .writeStream()
        .queryName("events")
        .option("checkpointLocation", checkpoint)
        .trigger(
            Trigger.ProcessingTime(
                config.number(ConfigKey.METRICFLOW_TRIGGER_MS), TimeUnit.MILLISECONDS))
        .foreachBatch(
            new MicroBatch(
                sinks,
                lake,
                dimensions,
                spark.sparkContext().defaultParallelism(),
                Crash.at(config.text(ConfigKey.METRICFLOW_CRASH_AT))))
        .start();
  }

  private static DeltaSink sink(RowLayout<?> layout, String lake, Configuration hadoop)
      throws IOException {
    return new DeltaSink(layout, lake, hadoop, TableUpkeep.start(layout, lake, hadoop));
  }
}
