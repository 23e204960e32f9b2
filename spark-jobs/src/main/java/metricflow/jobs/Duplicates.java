package metricflow.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The rule for events that were stored more than once: of the rows of a project with equal {@code
 * event_id} the one received first stays.
 *
 * <p>A row gives way to a better one of the same day, and to one of the day before or after that
 * lies within an hour of the midnight between them: a retry may be stored on the other side. Rows
 * further apart are not compared.
 */
public final class Duplicates implements AutoCloseable {
  private static final Column KEY = xxhash64(col("project_id"), col("event_id"));
  private static final String[] EVENT_OF_A_DAY = {"project_id", "event_id", "event_date"};

  private final Dataset<Row> events;
  private final Object[] days;
  private final Dataset<Row> repeatedKeys;

  /**
   * Looks for repeated ids.
   *
   * @param events rows of {@code events}, with those of the days before and after
   * @param days the days to keep
   */
  public Duplicates(Dataset<Row> events, Set<LocalDate> days) {
    Set<LocalDate> around = new TreeSet<>(days);
    days.forEach(day -> around.addAll(Set.of(day.minusDays(1), day.plusDays(1))));
    this.events = events.where(col("event_date").isin(around.toArray()));
    this.days = days.toArray();
    this.repeatedKeys =
        this.events
            .where(ofTheDays().or(nearMidnight()))
            .select(KEY.as("repeated_key"))
            .groupBy("repeated_key")
            .agg(count("*").as("copies"))
            .where("copies > 1")
            .select("repeated_key")
            .persist();
  }

  /** The rows of the days, each event once. */
  public Dataset<Row> eachOnce() {
    Dataset<Row> rows = events.where(ofTheDays());
    if (repeatedKeys.isEmpty()) {
      return rows;
    }
    Dataset<Row> unique = rows.join(repeatedKeys, KEY.equalTo(col("repeated_key")), "left_anti");
    return unique.unionByName(firstReceived());
  }

  private Dataset<Row> firstReceived() {
    String[] columns = events.columns();
    Column byReceipt =
        struct(
            Stream.concat(
                    Stream.of(col("received_at"), col("event_time")),
                    Arrays.stream(columns).map(name -> col(name).as("row_" + name)))
                .toArray(Column[]::new));
    WindowSpec byDay = Window.partitionBy("project_id", "event_id").orderBy("event_date");
    Dataset<Row> bestOfDays =
        events
            .join(repeatedKeys, KEY.equalTo(col("repeated_key")), "left_semi")
            .groupBy(col(EVENT_OF_A_DAY[0]), col(EVENT_OF_A_DAY[1]), col(EVENT_OF_A_DAY[2]))
            .agg(
                min(byReceipt).as("best"),
                min(when(nearStart(), byReceipt)).as("best_near_start"),
                min(when(nearEnd(), byReceipt)).as("best_near_end"))
            .withColumn("previous_date", expr("lag(event_date)").over(byDay))
            .withColumn("previous_best", expr("lag(best_near_end)").over(byDay))
            .withColumn("next_date", expr("lead(event_date)").over(byDay))
            .withColumn("next_best", expr("lead(best_near_start)").over(byDay));
    Column givesWay =
        better("previous_best")
            .and(expr("previous_date = date_sub(event_date, 1)"))
            .or(better("next_best").and(expr("next_date = date_add(event_date, 1)")));
    return bestOfDays
        .where(ofTheDays())
        .where(coalesce(givesWay, lit(false)).equalTo(false))
        .select(
            Arrays.stream(columns)
                .map(name -> col("best.row_" + name).as(name))
                .toArray(Column[]::new));
  }

  private static Column better(String other) {
    return coalesce(col(other).lt(col("best")), lit(false));
  }

  private Column ofTheDays() {
    return col("event_date").isin(days);
  }

  /** Whether a copy of a row may lie on the other side of midnight. */
  public static Column nearMidnight() {
    return nearStart().or(nearEnd());
  }

  private static Column nearStart() {
    return expr("hour(event_time) = 0");
  }

  private static Column nearEnd() {
    return expr("hour(event_time) = 23");
  }

  @Override
  public void close() {
    repeatedKeys.unpersist();
  }
}
