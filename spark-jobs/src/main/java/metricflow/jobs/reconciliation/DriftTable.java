package metricflow.jobs.reconciliation;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The hours compared so far, in the table {@code drift}. */
final class DriftTable {
  private final Lake lake;

  DriftTable(Lake lake) {
    this.lake = lake;
    lake.ensure(Tables.DRIFT);
  }

  /** The day, in UTC, that an hour lies in. */
  static LocalDate day(Instant hour) {
    return LocalDate.ofInstant(hour, ZoneOffset.UTC);
  }

  /** Keeps an hour, in place of what was found of it before. */
  void keep(Instant hour, List<HourDrift> drifts) {
    Timestamp checkedAt = Timestamp.from(lake.clock().instant());
    List<Row> rows =
        drifts.stream()
            .map(drift ->
                RowFactory.create(
                    drift.project(),
                    Timestamp.from(hour),
                    drift.live(),
                    drift.lake(),
                    drift.events(),
                    checkedAt,
                    Date.valueOf(day(hour))))
            .toList();
    lake.spark()
        .createDataFrame(rows, Lake.schema(Tables.DRIFT))
        .coalesce(1)
        .write()
        .format("delta")
        .mode("overwrite")
        .option(
            "replaceWhere",
            "event_date = DATE'%s' AND event_hour = TIMESTAMP'%s'".formatted(day(hour), hour))
        .save(lake.location(Tables.DRIFT));
  }

  /** The hours of a day, each project by project. */
  NavigableMap<Instant, List<HourDrift>> hours(LocalDate day) {
    NavigableMap<Instant, List<HourDrift>> hours = new TreeMap<>();
    lake.read(Tables.DRIFT)
        .where(col("event_date").equalTo(day.toString()))
        .select("event_hour", "project_id", "live_events", "lake_events")
        .collectAsList()
        .forEach(row ->
            hours
                .computeIfAbsent(row.getTimestamp(0).toInstant(), hour -> new ArrayList<>())
                .add(new HourDrift(row.getInt(1), row.getLong(2), row.getLong(3))));
    hours.values().forEach(drifts -> drifts.sort(Comparator.comparing(HourDrift::project)));
    return hours;
  }
}
