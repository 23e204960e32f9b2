package metricflow.jobs.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.jobs.EventRows;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.SparkSessions;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * The import of one file: good lines to {@code events}, then bad ones to {@code rejected_events}.
 * Each of the two commits carries the file's identity, so that neither can happen twice; both are
 * made even when empty, so that a file known to both tables is done.
 */
final class FileImport {
  private static final long VERSION = 1;
  private static final long FILE_BYTES = 256L << 20;

  private final Lake lake;
  private final SparkSession spark;
  private final int projectId;
  private final InputFile file;
  private final String identity;
  private final long importedAt;

  FileImport(Lake lake, int projectId, InputFile file, String sha256) {
    this.lake = lake;
    this.spark = lake.spark();
    this.projectId = projectId;
    this.file = file;
    this.identity = "backfill:" + projectId + ":" + sha256;
    this.importedAt = lake.clock().millis();
  }

  /**
   * What an import did.
   *
   * @param imported lines stored as events
   * @param rejected lines stored as rejected
   * @param days the days the events are of
   */
  record Outcome(long imported, long rejected, Set<LocalDate> days) {}

  /** Whether the file's content was imported before, under whatever name. */
  boolean isDone() {
    return isIn(Tables.EVENTS) && isIn(Tables.REJECTED_EVENTS);
  }

  private boolean isIn(Table table) {
    return lake.log(table).unsafeVolatileSnapshot().transactions().contains(identity);
  }

  Outcome run(Progress progress, String position) {
    LongAccumulator imported = spark.sparkContext().longAccumulator();
    LongAccumulator rejected = spark.sparkContext().longAccumulator();
    CollectionAccumulator<Integer> days = spark.sparkContext().collectionAccumulator();
    boolean eventsStored = isIn(Tables.EVENTS);
    if (!eventsStored) {
      progress.step(position + ": importing");
      append(
          Tables.EVENTS,
          sorted(parsed(new EventLines(projectId, importedAt, imported, rejected, days))));
    }
    if (eventsStored || rejected.value() > 0) {
      progress.step(position + ": storing the lines that cannot be used");
      rejected.reset();
      append(Tables.REJECTED_EVENTS, rejectedRows(rejected));
    } else {
      append(
          Tables.REJECTED_EVENTS,
          spark.createDataFrame(List.of(), Lake.schema(Tables.REJECTED_EVENTS)));
    }
    Set<LocalDate> touched = new TreeSet<>();
    days.value().forEach(day -> touched.add(LocalDate.ofEpochDay(day)));
    return new Outcome(imported.value(), rejected.value(), touched);
  }

  private void append(Table table, Dataset<Row> rows) {
    lake.appendOnce(table, rows, identity, VERSION);
  }

  private Dataset<Row> parsed(EventLines lines) {
    return EventRows.dataFrame(
        spark, lines().mapPartitions(lines::read), Lake.schema(Tables.EVENTS));
  }

  private Dataset<Row> rejectedRows(LongAccumulator count) {
    UUID correlationId = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    RejectedLines lines = new RejectedLines(projectId, importedAt, correlationId.toString(), count);
    return EventRows.dataFrame(
            spark, lines().mapPartitions(lines::read), Lake.schema(Tables.REJECTED_EVENTS))
        .coalesce(1);
  }

  private JavaRDD<InternalRow> lines() {
    return spark.read().text(file.path().toString()).queryExecution().toRdd().toJavaRDD();
  }

  /** One file a day, or a few for a large input; sorted as compaction would. */
  private Dataset<Row> sorted(Dataset<Row> rows) {
    long size = file.compressed() ? file.bytes() * 8 : file.bytes();
    int cores = SparkSessions.cores(spark);
    long filesPerDay = Math.clamp(size / FILE_BYTES, 1, cores);
    int partitions = (int) Math.max(2L * cores, size / FILE_BYTES);
    Column[] order =
        Stream.concat(Stream.of("event_date"), Tables.EVENTS.sortColumns().stream())
            .map(name -> col(name))
            .toArray(Column[]::new);
    return rows.repartition(
            partitions, col("event_date"), pmod(hash(col("distinct_id")), lit(filesPerDay)))
        .sortWithinPartitions(order);
  }
}
