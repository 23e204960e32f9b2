package metricflow.peers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unhex;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import redis.clients.jedis.RedisClient;

/** Starts the job and runs until it is killed. */
public final class SparkPeer {
  private static final List<String> TEXTS =
      List.of(
          "event",
          "distinct_id",
          "anonymous_id",
          "session_id",
          "host",
          "page",
          "referrer",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "country",
          "device",
          "browser",
          "os",
          "plan",
          "sdk",
          // A nested object read as text is its JSON.
          "properties",
          "user_properties");

  private SparkPeer() {}

  /**
   * {@code KAFKA TOPIC REDIS_HOST REDIS_PORT KEY_PREFIX FOLDER TABLE_SQL_FILE BATCH_RECORDS
   * LINES_PER_RECORD}: the folder gets {@code events} and {@code checkpoint}, the file holds the
   * SQL that creates the table.
   */
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[5];
    SparkSession spark = session();
    spark.sql(Files.readString(Path.of(arguments[6])));
    boolean batched = Integer.parseInt(arguments[8]) > 1;
    try (RedisClient redis = RedisClient.create(arguments[2], Integer.parseInt(arguments[3]))) {
      LiveCounters counters = new LiveCounters(redis, arguments[4]);
      spark
          .readStream()
          .format("kafka")
          .option("kafka.bootstrap.servers", arguments[0])
          .option("subscribe", arguments[1])
          .option("startingOffsets", "earliest")
          .option("kafka.fetch.max.wait.ms", "20")
          .option("maxOffsetsPerTrigger", arguments[7])
          .load()
          .writeStream()
          .option("checkpointLocation", folder + "/checkpoint")
          .trigger(Trigger.ProcessingTime("1 second"))
          .foreachBatch((Dataset<Row> records, Long batch) -> {
            Dataset<Row> events = events(records, batched).persist(StorageLevel.MEMORY_AND_DISK());
            events
                .write()
                .format("delta")
                .mode("append")
                .option("txnAppId", "spark-peer")
                .option("txnVersion", batch)
                .save(folder + "/events");
            counters.add(events);
            events.unpersist();
          })
          .start()
          .awaitTermination();
    }
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .appName("spark-peer")
        .master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
        .getOrCreate();
  }

  private static Dataset<Row> events(Dataset<Row> records, boolean batched) {
    Column line = col("value").cast("string");
    Dataset<Row> lines = records.select((batched ? explode(split(line, "\n")) : line).as("line"));
    return lines.select(from_json(col("line"), schema()).as("e")).select(columns());
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add("project_id", DataTypes.IntegerType)
            .add("event_id", DataTypes.StringType)
            .add("sequence", DataTypes.IntegerType)
            .add("event_time", DataTypes.TimestampType)
            .add("sent_at", DataTypes.LongType)
            .add("received_at", DataTypes.LongType);
    for (String text : TEXTS) {
      schema = schema.add(text, DataTypes.StringType);
    }
    return schema;
  }

  private static Column[] columns() {
    Stream<Column> own =
        Stream.of(
            col("e.project_id"),
            col("e.event_time"),
            unhex(regexp_replace(col("e.event_id"), "-", "")).as("event_id"),
            col("e.sequence"),
            col("e.event_time").as("client_time"),
            timestamp_millis(col("e.sent_at")).as("sent_at"),
            timestamp_millis(col("e.received_at")).as("received_at"),
            to_date(col("e.event_time")).as("event_date"));
    return Stream.concat(own, TEXTS.stream().map(text -> col("e." + text))).toArray(Column[]::new);
  }
}
