package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.jobs.Duplicates;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** Counts the events and the distinct persons of days, exactly, in one pass over the events. */
final class DailyMetrics {
  /** What days are broken down by, beside their total. */
  static final List<Dimension> DIMENSIONS =
      List.of(
          Dimension.COUNTRY,
          Dimension.DEVICE,
          Dimension.BROWSER,
          Dimension.OS,
          Dimension.PLAN,
          Dimension.PAGE,
          Dimension.EVENT,
          Dimension.HOST,
          Dimension.UTM_SOURCE);

  private final Lake lake;
  private final SparkSession spark;
  private final Dataset<Row> events;

  DailyMetrics(Lake lake, Dataset<Row> events) {
    this.lake = lake;
    this.spark = lake.spark();
    this.events = events;
  }

  /** Counts the days and puts the result in the place of what the table has of them, at once. */
  void replace(Set<LocalDate> days) {
    try (Duplicates duplicates = new Duplicates(events, days)) {
      Dataset<Row> each =
          duplicates.any() ? duplicates.eachOnce() : events.where(RollupDays.in(days));
      metrics(each)
          .write()
          .format("delta")
          .mode("overwrite")
          .option("replaceWhere", RollupDays.in(days))
          .save(lake.location(Tables.DAILY_METRICS));
    }
  }

  /**
   * A person's events of a day come together in one partition, next to each other: distinct persons
   * can be counted as they pass, and the counts of partitions can be added up.
   */
  private Dataset<Row> metrics(Dataset<Row> each) {
    Dataset<Row> byPerson =
        withPerson(each)
            .repartition(col("person_key"))
            .sortWithinPartitions("person_key", "event_date", "project_id", "person_id");
    JavaRDD<InternalRow> counts =
        byPerson.queryExecution().toRdd().toJavaRDD().mapPartitions(PersonCounts::count);
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(counts.rdd(), Lake.schema(Tables.DAILY_METRICS), false)
        .groupBy("project_id", "dimension", "value", "event_date")
        .agg(sum("events").as("events"), sum("persons").as("persons"))
        .select(
            Tables.DAILY_METRICS.columns().stream()
                .map(column -> col(column.name()))
                .toArray(Column[]::new))
        .repartition(col("event_date"))
        .sortWithinPartitions("event_date", "project_id", "dimension", "value");
  }

  /** Columns as {@link PersonCounts} reads them. */
  private Dataset<Row> withPerson(Dataset<Row> each) {
    Dataset<Row> persons = lake.read(Tables.PERSON_MAP).as("map");
    Dataset<Row> known =
        each.as("events")
            .join(
                persons,
                col("events.project_id")
                    .equalTo(col("map.project_id"))
                    .and(col("events.distinct_id").equalTo(col("map.distinct_id"))),
                "left");
    Column person = coalesce(col("map.person_id"), col("events.distinct_id"));
    return known.select(
        Stream.concat(
                Stream.of(
                    xxhash64(col("events.event_date"), col("events.project_id"), person)
                        .as("person_key"),
                    col("events.event_date"),
                    col("events.project_id"),
                    person.as("person_id")),
                DIMENSIONS.stream().map(dimension -> col("events." + dimension.column())))
            .toArray(Column[]::new));
  }
}
