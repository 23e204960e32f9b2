package metricflow.jobs.replay;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.time.LocalDate;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.event.EventLimits;
import metricflow.jobs.EventIdColumn;
import metricflow.jobs.EventRows;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * One replay: rejects parsed again, and what of them {@code events} does not hold. An event that is
 * there was replayed before, or its client sent a corrected one. Commits of replays are numbered,
 * so that of two at once one reads again.
 */
final class Replay implements AutoCloseable {
  private static final String IDENTITY = "replay-rejects";
  private static final int ATTEMPTS = 5;
  private static final String[] EVENT_KEY = {"project_id", "event_id"};

  private final Lake lake;
  private final Dataset<Row> parsed;
  private final Dataset<Row> usable;
  private Set<LocalDate> days;

  /**
   * Reads {@code rejects}, rows of {@code rejected_events}.
   *
   * @param limits today's rules
   */
  Replay(Lake lake, Dataset<Row> rejects, EventLimits limits) {
    this.lake = lake;
    RejectReader reader = new RejectReader(limits);
    StructType schema = RejectReader.schema();
    Column[] columns = columns(RejectReader.COLUMNS);
    this.parsed =
        EventRows.dataFrame(
                lake.spark(),
                rejects
                    .select(columns)
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(reader::read),
                schema)
            .persist();
    // Of one event that was rejected several times, the delivery received first.
    this.usable =
        parsed
            .where(col(RejectReader.UNUSABLE).isNull())
            .drop(RejectReader.UNUSABLE)
            .withColumn(
                "delivery",
                row_number().over(Window.partitionBy(columns(EVENT_KEY)).orderBy("received_at")))
            .where("delivery = 1")
            .drop("delivery");
  }

  private static Column[] columns(String... names) {
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = col(names[i]);
    }
    return columns;
  }

  /** How many rejects cannot be used, by reason. */
  Map<String, Long> unusable() {
    Map<String, Long> byReason = new TreeMap<>();
    parsed
        .where(col(RejectReader.UNUSABLE).isNotNull())
        .groupBy(RejectReader.UNUSABLE)
        .count()
        .collectAsList()
        .forEach(row -> byReason.put(row.getString(0), row.getLong(1)));
    return byReason;
  }

  /** How many distinct events can be used. */
  long usable() {
    return usable.count();
  }

  /** How many of them {@code events} does not hold. */
  long missing() {
    return missing(lake.log(Tables.EVENTS).unsafeVolatileSnapshot()).count();
  }

  private Dataset<Row> missing(Snapshot events) {
    if (days == null) {
      days = daysAround();
    }
    Dataset<Row> ids = usable.select(columns(EVENT_KEY));
    Dataset<Row> stored =
        EventIdColumn.whole(
                lake.read(Tables.EVENTS, events.version())
                    .where(col("event_date").isin(days.toArray())))
            .select(columns(EVENT_KEY))
            .join(broadcast(ids), EVENT_KEY, "left_semi")
            .distinct();
    return usable.join(broadcast(stored), EVENT_KEY, "left_anti");
  }

  /** The events' days and their neighbours: a client's own clock may have been corrected since. */
  private Set<LocalDate> daysAround() {
    Set<LocalDate> days = new TreeSet<>();
    for (Row row : usable.select("event_date").distinct().collectAsList()) {
      LocalDate day = row.getDate(0).toLocalDate();
      days.addAll(Set.of(day.minusDays(1), day, day.plusDays(1)));
    }
    return days;
  }

  /**
   * Appends what is missing, until nothing is.
   *
   * @return how many events were missing
   * @throws JobFailedException when other replays were faster each time
   */
  long run() {
    long missingBefore = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Snapshot events = lake.log(Tables.EVENTS).unsafeVolatileSnapshot();
      Dataset<Row> missing = missing(events);
      long count = missing.count();
      if (count == 0) {
        return missingBefore;
      }
      missingBefore = Math.max(missingBefore, count);
      append(missing, nextNumber(events));
    }
    throw new JobFailedException("Other replays run at the same time. Run one, then the other.");
  }

  private static long nextNumber(Snapshot events) {
    scala.Option<Object> last = events.transactions().get(IDENTITY);
    return last.isEmpty() ? 1 : (Long) last.get() + 1;
  }

  /** Does nothing when a commit of that number is there; the next attempt reads what it brought. */
  private void append(Dataset<Row> missing, long number) {
    try {
      lake.appendOnce(
          Tables.EVENTS,
          missing
              .select(columns(Lake.schema(Tables.EVENTS).fieldNames()))
              .repartition(col("event_date"))
              .sortWithinPartitions(columns(Tables.EVENTS.sortColumns().toArray(String[]::new))),
          IDENTITY,
          number);
    } catch (ConcurrentModificationException another) {
      // Another replay took the number between our reading and our commit: read again.
      return;
    }
  }

  @Override
  public void close() {
    parsed.unpersist();
  }
}
