package metricflow.jobs.backfill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.SparkSessions;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.util.SerializableConfiguration;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The import of one file, segment by segment. Each segment is two commits, good records to {@code
 * events}, then bad ones to {@code rejected_events}, which carry the file's identity and the
 * segment's number, so that neither can happen twice; both are made even when empty. An import that
 * was killed goes on after the last segment that both tables know.
 */
final class FileImport {
  /** Stretches of a segment: what an interrupted import has to do again at most. */
  private static final int SEGMENT_STRETCHES = 32;

  private final Lake lake;
  private final SparkSession spark;
  private final int projectId;
  private final InputFile file;
  private final Source.Description description;
  private final String identity;
  private final long importedAt;
  private final List<List<Stretch>> segments;

  FileImport(
      Lake lake, int projectId, InputFile file, FileScan scan, Source.Description description) {
    this(lake, projectId, file, scan, description, SEGMENT_STRETCHES);
  }

  FileImport(
      Lake lake,
      int projectId,
      InputFile file,
      FileScan scan,
      Source.Description description,
      int segmentStretches) {
    this.lake = lake;
    this.spark = lake.spark();
    this.projectId = projectId;
    this.file = file;
    this.description = description;
    this.identity = "backfill:" + projectId + ":" + scan.sha256() + description.identity();
    this.importedAt = lake.clock().millis();
    this.segments = segments(scan.stretches(), segmentStretches);
  }

  private static List<List<Stretch>> segments(List<Stretch> stretches, int size) {
    List<List<Stretch>> segments = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i += size) {
      segments.add(stretches.subList(i, Math.min(i + size, stretches.size())));
    }
    return segments;
  }

  /**
   * What an import did.
   *
   * @param imported records stored as events
   * @param rejected records stored as rejected
   * @param days the days the events are of
   */
  record Outcome(long imported, long rejected, Set<LocalDate> days) {}

  /** Whether the file's content was imported before, under whatever name. */
  boolean isDone() {
    return done(Tables.EVENTS) == segments.size()
        && done(Tables.REJECTED_EVENTS) == segments.size();
  }

  private long done(Table table) {
    return lake.log(table).unsafeVolatileSnapshot().transactions().getOrElse(identity, () -> 0L);
  }

  Outcome run(Progress progress, String position, boolean dryRun) {
    Source source =
        file.container() == Container.PARQUET
            ? Source.ofColumns(file, ParquetColumns.names(spark, file), (byte) 0, description)
            : Source.of(file, description);
    long eventsDone = dryRun ? 0 : done(Tables.EVENTS);
    long rejectsDone = dryRun ? 0 : done(Tables.REJECTED_EVENTS);
    long imported = 0;
    long rejected = 0;
    Set<LocalDate> days = new TreeSet<>();
    for (int number = (int) Math.min(eventsDone, rejectsDone) + 1;
        number <= segments.size();
        number++) {
      progress.step(
          position
              + (dryRun ? ": checking each record" : ": importing")
              + (segments.size() == 1
                  ? ""
                  : ", segment %d of %d".formatted(number, segments.size())),
          bytes(segments.get(number - 1)));
      boolean writesEvents = !dryRun && number > eventsDone;
      boolean writesRejects = !dryRun && number > rejectsDone;
      ImportTask.Target target =
          new ImportTask.Target(
              projectId,
              importedAt,
              UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString(),
              writesEvents ? lake.location(Tables.EVENTS) : null,
              writesRejects ? lake.location(Tables.REJECTED_EVENTS) : null);
      List<ImportTask.Outcome> outcomes = run(target, source, segments.get(number - 1));
      if (writesEvents) {
        commit(
            Tables.EVENTS,
            number,
            outcomes.stream().flatMap(outcome -> outcome.events().stream()).toList());
      }
      if (writesRejects) {
        commit(
            Tables.REJECTED_EVENTS,
            number,
            outcomes.stream().flatMap(outcome -> outcome.rejects().stream()).toList());
      }
      for (ImportTask.Outcome outcome : outcomes) {
        imported += writesEvents || dryRun ? outcome.imported() : 0;
        rejected += writesRejects || dryRun ? outcome.rejected() : 0;
        outcome.days().forEach(day -> days.add(LocalDate.ofEpochDay(day)));
      }
    }
    return new Outcome(imported, rejected, days);
  }

  private long bytes(List<Stretch> segment) {
    return segment.getFirst().equals(Stretch.WHOLE)
        ? file.bytes()
        : segment.getLast().end() - segment.getFirst().start();
  }

  private List<ImportTask.Outcome> run(
      ImportTask.Target target, Source source, List<Stretch> segment) {
    int tasks = Math.min(SparkSessions.cores(spark), Math.max(1, segment.size()));
    SerializableConfiguration hadoop = new SerializableConfiguration(file.configuration());
    if (file.container() == Container.PARQUET) {
      int cores = SparkSessions.cores(spark);
      List<String> header = source.header();
      return ParquetColumns.rows(spark, file)
          .mapPartitions(rows -> importRows(rows, target, source, header, hadoop, cores))
          .collect();
    }
    String path = file.path().toString();
    long size = file.bytes();
    Container container = file.container();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(segment, segment.size())
        .map(stretch ->
            new ImportTask(target, hadoop.value(), tasks)
                .run(
                    new InputFile(new Path(path), size, container, hadoop.value()),
                    stretch,
                    source))
        .collect();
  }

  private static Iterator<ImportTask.Outcome> importRows(
      Iterator<InternalRow> rows,
      ImportTask.Target target,
      Source source,
      List<String> header,
      SerializableConfiguration hadoop,
      int tasks)
      throws IOException {
    ImportTask task = new ImportTask(target, hadoop.value(), tasks);
    CellsParser parser = source.cellsParser();
    String[] cells = new String[header.size()];
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      int bytes = 0;
      for (int i = 0; i < cells.length; i++) {
        cells[i] = row.isNullAt(i + 1) ? null : row.getUTF8String(i + 1).toString();
        bytes += cells[i] == null ? 0 : cells[i].length();
      }
      task.take(
          parser.parse(cells, RecordText.of(header, cells), target.importedAt()),
          bytes,
          row.getLong(0) + 1);
    }
    return List.of(task.outcome()).iterator();
  }

  private void commit(Table table, long number, List<DayFile> files) {
    OptimisticTransaction transaction =
        lake.log(table).startTransaction(scala.Option.empty(), scala.Option.empty());
    // Reading it makes a second import of the same file at the same time a conflict.
    if (transaction.txnVersion(identity) >= number) {
      throw new ConcurrentModificationException(
          "%s was imported by another job meanwhile.".formatted(file.name()));
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new SetTransaction(identity, number, scala.Option.apply(lake.clock().millis())));
    files.forEach(written -> actions.add(written.added()));
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(),
        new DeltaOperations.Write(
            SaveMode.Append,
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty(),
            scala.Option.empty()));
  }
}
