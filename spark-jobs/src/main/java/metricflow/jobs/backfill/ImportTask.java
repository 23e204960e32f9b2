package metricflow.jobs.backfill;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import metricflow.event.Event;
import metricflow.event.Verdict;
import metricflow.jobs.EventRows;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * Makes files of events and of rejected records from one stretch of a file. Events are held in
 * memory until there is enough, then written day by day, sorted as compaction sorts.
 */
final class ImportTask {
  /** Bytes of records held at once by all tasks, as a part of the heap: objects are larger. */
  private static final int HEAP_PART = 16;

  private static final long MOST_HELD_BYTES = 128L << 20;

  private static final Comparator<Event> ORDER =
      Comparator.comparingInt((Event event) -> EventRows.epochDay(event.eventTime()))
          .thenComparing(Event::distinctId)
          .thenComparingLong(Event::eventTime)
          .thenComparingInt(Event::sequence);

  private final Target target;
  private final Configuration hadoop;
  private final RowKind<Event> events;
  private final RowKind<RowKind.Rejected> rejects;
  private final long heldBytesLimit;
  private final List<Event> held = new ArrayList<>();
  private final List<DayFile.Written> eventFiles = new ArrayList<>();
  private final Set<Integer> days = new TreeSet<>();
  private DayFile<RowKind.Rejected> rejectFile;
  private long heldBytes;
  private long imported;
  private long rejected;

  /**
   * What a task writes to.
   *
   * @param importedAt epoch milliseconds
   * @param events location of the table, or null when these events are in it already
   * @param rejects location of the table, or null
   */
  record Target(int projectId, long importedAt, String correlationId, String events, String rejects)
      implements Serializable {}

  /**
   * What a task made.
   *
   * @param days days since 1970-01-01 that have events
   */
  record Outcome(
      List<DayFile.Written> events,
      List<DayFile.Written> rejects,
      long imported,
      long rejected,
      List<Integer> days)
      implements Serializable {}

  ImportTask(Target target, Configuration hadoop, int tasks) {
    this.target = target;
    this.hadoop = hadoop;
    this.events = RowKind.events(target.projectId(), target.importedAt());
    this.rejects =
        RowKind.rejected(target.projectId(), target.importedAt(), target.correlationId());
    this.heldBytesLimit =
        Math.min(MOST_HELD_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PART / tasks);
  }

  /** Imports a stretch of a text file. */
  Outcome run(InputFile file, Stretch stretch, Source source) throws IOException {
    RecordParser parser = source.parser();
    try (RecordReader records = file.records(stretch)) {
      boolean header = file.container() == Container.CSV && stretch.start() == 0;
      if (header) {
        records.next();
      }
      while (records.next()) {
        byte[] record = records.record();
        take(parser.parse(record, target.importedAt()), record.length, records.line());
      }
    }
    return outcome();
  }

  /**
   * Takes a record's verdict.
   *
   * @param bytes size of the record, about
   * @param line where it stands in its file, from 1
   */
  void take(Verdict verdict, int bytes, long line) throws IOException {
    var metrics = TaskContext.get().taskMetrics();
    metrics.inputMetrics().incRecordsRead(1);
    metrics.inputMetrics().incBytesRead(bytes + 1L);
    switch (verdict) {
      case Verdict.Accepted accepted -> {
        imported++;
        if (target.events() != null) {
          held.add(accepted.event());
          heldBytes += bytes;
          if (heldBytes > heldBytesLimit) {
            writeHeld();
          }
        } else {
          days.add(EventRows.epochDay(accepted.event().eventTime()));
        }
      }
      case Verdict.Rejected refused -> reject(refused, line);
    }
  }

  private void reject(Verdict.Rejected refused, long line) throws IOException {
    rejected++;
    if (target.rejects() == null) {
      return;
    }
    if (rejectFile == null) {
      rejectFile =
          new DayFile<>(
              rejects, new Path(target.rejects()), EventRows.epochDay(target.importedAt()), hadoop);
    }
    rejectFile.write(
        new RowKind.Rejected(
            refused.problem().type().slug(),
            "Line %d: %s".formatted(line, refused.problem().detail()),
            refused.eventId(),
            refused.payload()));
  }

  private void writeHeld() throws IOException {
    held.sort(ORDER);
    DayFile<Event> file = null;
    int day = 0;
    for (Event event : held) {
      int itsDay = EventRows.epochDay(event.eventTime());
      if (file == null || itsDay != day) {
        if (file != null) {
          eventFiles.add(file.close(target.projectId()));
        }
        file = new DayFile<>(events, new Path(target.events()), itsDay, hadoop);
        day = itsDay;
        days.add(day);
      }
      file.write(event);
    }
    if (file != null) {
      eventFiles.add(file.close(target.projectId()));
    }
    TaskContext.get()
        .taskMetrics()
        .outputMetrics()
        .setRecordsWritten(
            TaskContext.get().taskMetrics().outputMetrics().recordsWritten() + held.size());
    held.clear();
    heldBytes = 0;
  }

  Outcome outcome() throws IOException {
    writeHeld();
    List<DayFile.Written> rejectFiles =
        rejectFile == null ? List.of() : List.of(rejectFile.close(target.projectId()));
    return new Outcome(List.copyOf(eventFiles), rejectFiles, imported, rejected, List.copyOf(days));
  }
}
