package metricflow.jobs;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * How the jobs encode the Parquet files they write: decision 063.
 *
 * <p>All of it is part of Parquet's first version, which every reader has.
 */
public final class FileEncoding {
  /**
   * Columns whose values hardly repeat: a dictionary would hold each value once, and an index of it
   * for each row besides. All others have one.
   */
  static final List<String> WITHOUT_DICTIONARY =
      List.of(
          "event_id",
          "session_id",
          "anonymous_id",
          "distinct_id",
          "event_time",
          "client_time",
          "sent_at",
          "received_at",
          "sequence",
          "block");

  /** A third more processor time than level 3, and a twentieth fewer bytes. */
  private static final String ZSTD_LEVEL = "9";

  private static final String TIMES = "spark.sql.parquet.outputTimestampType";

  private FileEncoding() {}

  /** Sets what was not set already. */
  static void set(SparkConf settings) {
    settings
        .setIfMissing("spark.sql.parquet.compression.codec", "zstd")
        .setIfMissing("spark.hadoop.parquet.compression.codec.zstd.level", ZSTD_LEVEL)
        .setIfMissing(TIMES, "TIMESTAMP_MICROS");
    WITHOUT_DICTIONARY.forEach(column ->
        settings.setIfMissing("spark.hadoop.parquet.enable.dictionary#" + column, "false"));
  }

  /** What {@code write} does, with times as milliseconds: for rows that have no finer ones. */
  public static <T> T inMillis(SparkSession spark, Supplier<T> write) {
    String before = spark.conf().get(TIMES);
    spark.conf().set(TIMES, "TIMESTAMP_MILLIS");
    try {
      return write.get();
    } finally {
      spark.conf().set(TIMES, before);
    }
  }
}
