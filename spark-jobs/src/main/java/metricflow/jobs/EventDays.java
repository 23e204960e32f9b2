package metricflow.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;

/** What the log of {@code events} says of each day, without reading an event. */
public final class EventDays {
  /** Tag of the files of one compaction; its value is the same for all of them. */
  public static final String COMPACTION_TAG = "metricflow.compaction";

  /** Tag with the number of the newest promotion whose columns the file has. */
  public static final String PROMOTION_TAG = "metricflow.promotion";

  private EventDays() {}

  /**
   * A day that has events.
   *
   * @param date its date, UTC
   * @param files number of files
   * @param bytes their size
   * @param rows number of rows, duplicates included; 0 when a file does not tell
   * @param newestFile when the last of them was written
   * @param compacted whether all files are those of one compaction
   * @param promotion the newest promotion when it was compacted; 0 when there was none or it is not
   */
  public record Day(
      LocalDate date,
      long files,
      long bytes,
      long rows,
      Instant newestFile,
      boolean compacted,
      int promotion) {}

  /** The days of a version of the table, in order. */
  public static List<Day> of(Snapshot events) {
    Dataset<Row> files =
        events
            .allFiles()
            .toDF()
            .select(
                expr("CAST(partitionValues['event_date'] AS DATE)").as("event_date"),
                col("size"),
                col("modificationTime"),
                expr("CAST(get_json_object(stats, '$.numRecords') AS BIGINT)").as("numRecords"),
                expr("tags['" + COMPACTION_TAG + "']").as("compaction"),
                expr("coalesce(CAST(tags['" + PROMOTION_TAG + "'] AS INT), 0)").as("promotion"));
    return files
        .groupBy("event_date")
        .agg(
            count("*").as("files"),
            sum("size").as("bytes"),
            max("modificationTime").as("newest"),
            expr("IF(COUNT(numRecords) = COUNT(*), SUM(numRecords), 0L)").as("rows"),
            count("compaction").as("tagged"),
            count_distinct(col("compaction")).as("compactions"),
            min("promotion").as("promotion"))
        .orderBy("event_date")
        .collectAsList()
        .stream()
        .map(row ->
            new Day(
                row.getDate(0).toLocalDate(),
                row.getLong(1),
                row.getLong(2),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getLong(5) == row.getLong(1) && row.getLong(6) == 1,
                row.getInt(7)))
        .toList();
  }
}
