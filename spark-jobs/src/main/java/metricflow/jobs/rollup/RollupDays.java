package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import metricflow.jobs.EventDays;
import metricflow.jobs.Lake;
import metricflow.table.RollupVersion;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Which days' rollups are in place. */
final class RollupDays {
  private final Lake lake;

  RollupDays(Lake lake) {
    this.lake = lake;
  }

  /**
   * A rollup that is in place.
   *
   * @param rolledAt when it looked at the events
   * @param events rows it read, duplicates included
   * @param version which rollups it made
   */
  record Rollup(Instant rolledAt, long events, int version) {
    boolean isComplete() {
      return version == RollupVersion.CURRENT;
    }
  }

  Map<LocalDate, Rollup> all() {
    Map<LocalDate, Rollup> rolled = new TreeMap<>();
    for (Row row :
        lake.read(Tables.ROLLUP_DAYS)
            .select("event_date", "rolled_at", "events", "rollup_version")
            .collectAsList()) {
      int version = row.isNullAt(3) ? 0 : row.getInt(3);
      rolled.put(
          row.getDate(0).toLocalDate(),
          new Rollup(row.getTimestamp(1).toInstant(), row.getLong(2), version));
    }
    return rolled;
  }

  /**
   * Whether the day has files its rollup did not see, or rollups an earlier release did not make. A
   * file may be committed long after it was written, so the number of rows is compared as well as
   * the time.
   */
  static boolean isStale(EventDays.Day day, Rollup rollup) {
    return rollup == null
        || !rollup.isComplete()
        || !rollup.rolledAt().isAfter(day.newestFile())
        || (day.rows() > 0 && day.rows() != rollup.events());
  }

  /** Takes the days out: until they are rolled up again, their answers come from raw events. */
  void forget(Collection<LocalDate> days) {
    if (!days.isEmpty()) {
      DeltaTable.forPath(lake.spark(), lake.location(Tables.ROLLUP_DAYS)).delete(in(days));
    }
  }

  /** Notes that the rollups of the days are in place; returns the rows they were counted from. */
  long record(List<EventDays.Day> days, Dataset<Row> events, Instant rolledAt) {
    List<Row> rows = new ArrayList<>();
    long all = 0;
    for (EventDays.Day day : days) {
      long read =
          day.rows() > 0 ? day.rows() : events.where(col("event_date").equalTo(day.date())).count();
      rows.add(
          RowFactory.create(
              Date.valueOf(day.date()), Timestamp.from(rolledAt), read, RollupVersion.CURRENT));
      all += read;
    }
    lake.spark()
        .createDataFrame(rows, Lake.schema(Tables.ROLLUP_DAYS))
        .coalesce(1)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("replaceWhere", in(days.stream().map(EventDays.Day::date).toList()))
        .save(lake.location(Tables.ROLLUP_DAYS));
    return all;
  }

  /** SQL that is true for the days' rows. */
  static String in(Collection<LocalDate> days) {
    return days.isEmpty()
        ? "FALSE"
        : days.stream()
            .map(day -> "DATE'" + day + "'")
            .collect(Collectors.joining(", ", "event_date IN (", ")"));
  }
}
