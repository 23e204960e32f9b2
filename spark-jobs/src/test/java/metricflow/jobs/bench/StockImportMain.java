package metricflow.jobs.bench;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import metricflow.jobs.SparkSessions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@code FORMAT FILE LAKE REPORT}: the import one writes down first, as a peer: read with a schema,
 * add the day, append to a Delta table by day. Nothing is checked, no record rejected, and twice is
 * double.
 */
public final class StockImportMain {
  private static final String SCHEMA =
      "event_id STRING, event STRING, distinct_id STRING, anonymous_id STRING, session_id STRING,"
          + " sequence INT, event_time TIMESTAMP, host STRING, page STRING, referrer STRING,"
          + " utm_source STRING, utm_medium STRING, utm_campaign STRING, country STRING,"
          + " device STRING, browser STRING, os STRING, plan STRING, sdk STRING,"
          + " properties STRING, user_properties STRING";

  private StockImportMain() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSessions.open(
            System.getenv().getOrDefault("METRICFLOW_SPARK_MASTER", "local[*]"), "stock import")) {
      long start = System.nanoTime();
      Dataset<Row> events =
          switch (arguments[0]) {
            case "ndjson" -> spark.read().schema(SCHEMA).json(arguments[1]);
            case "csv" ->
                spark
                    .read()
                    .option("header", true)
                    .option("escape", "\"")
                    .schema(csvSchema(spark, arguments[1]))
                    .csv(arguments[1]);
            case "parquet" -> spark.read().parquet(arguments[1]);
            default -> throw new IllegalArgumentException("no such format: " + arguments[0]);
          };
      events
          .withColumn("event_date", col("event_time").cast("date"))
          .write()
          .format("delta")
          .partitionBy("event_date")
          .save(arguments[2]);
      Files.writeString(
          Path.of(arguments[3]),
          "{\"import_seconds\":%.3f}".formatted((System.nanoTime() - start) / 1e9));
    }
  }

  /** The file's columns in their order, with their types. */
  private static String csvSchema(SparkSession spark, String file) {
    StringBuilder schema = new StringBuilder();
    for (String column : spark.read().option("header", true).csv(file).columns()) {
      String type =
          switch (column) {
            case "event_time" -> "TIMESTAMP";
            case "sequence" -> "INT";
            default -> "STRING";
          };
      schema.append(schema.isEmpty() ? "" : ", ").append(column).append(' ').append(type);
    }
    return schema.toString();
  }
}
