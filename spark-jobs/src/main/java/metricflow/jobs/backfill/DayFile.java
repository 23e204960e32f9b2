package metricflow.jobs.backfill;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * A file that is written and not yet part of its table.
 *
 * @param name relative to the table
 * @param partition name of its column
 * @param day its value, days since 1970-01-01
 * @param firstTime smallest value of the time column, epoch milliseconds
 */
record DayFile(
    String name,
    String partition,
    int day,
    long bytes,
    long modifiedAt,
    long rows,
    int projectId,
    String timeColumn,
    long firstTime,
    long lastTime)
    implements Serializable {

  /** How it enters the log, with what readers skip files by. */
  AddFile added() {
    String statistics =
        """
        {"numRecords":%d,"minValues":{"project_id":%d,"%s":"%s"},"maxValues":{"project_id":%d,"%s":"%s"},\
        "nullCount":{"project_id":0,"%s":0}}\
        """
            .formatted(
                rows,
                projectId,
                timeColumn,
                Instant.ofEpochMilli(firstTime),
                projectId,
                timeColumn,
                Instant.ofEpochMilli(lastTime),
                timeColumn);
    return new AddFile(
        name,
        scala.collection.immutable.Map$.MODULE$
            .<String, String>empty()
            .updated(partition, LocalDate.ofEpochDay(day).toString()),
        bytes,
        modifiedAt,
        true,
        statistics,
        null,
        null,
        scala.Option.empty(),
        scala.Option.empty(),
        scala.Option.empty(),
        scala.Option.empty(),
        scala.Option.empty());
  }
}
