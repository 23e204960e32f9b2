package metricflow.jobs.backfill;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.event.Event;
import metricflow.event.Verdict;
import metricflow.jobs.EventRows;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.TaskMetrics;

/**
 * Makes files of events and of rejected records from one stretch of a file. Events are held in
 * memory until there is enough, then written day by day, sorted as compaction sorts.
 */
final class ImportTask {
  /** Bytes of records held at once by all tasks, as a part of the heap: objects are larger. */
  private static final int HEAP_PART = 16;

  private static final long MOST_HELD_BYTES = 128L << 20;

  /** Records between two reports of how far the task is. */
  private static final int REPORTED_RECORDS = 1_000;

  private final Target target;
  private final Configuration hadoop;
  private final long heldBytesLimit;
  private final List<Event> held = new ArrayList<>();
  private final SharedTexts texts = new SharedTexts();
  private final List<RowKind.Rejected> heldRejects = new ArrayList<>();
  private final List<DayFile> eventFiles = new ArrayList<>();
  private final List<DayFile> rejectFiles = new ArrayList<>();
  private final Set<Integer> days = new TreeSet<>();
  private final TaskMetrics metrics = TaskContext.get().taskMetrics();
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
      List<DayFile> events, List<DayFile> rejects, long imported, long rejected, List<Integer> days)
      implements Serializable {}

  ImportTask(Target target, Configuration hadoop, int tasks) {
    this.target = target;
    this.hadoop = hadoop;
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
      long reported = stretch.start();
      int unreported = 0;
      while (records.next()) {
        byte[] record = records.record();
        take(parser.parse(record, target.importedAt()), record.length, records.line());
        if (++unreported == REPORTED_RECORDS) {
          reported = report(unreported, reported, records);
          unreported = 0;
        }
      }
      report(unreported, reported, records);
    }
    return outcome();
  }

  private long report(int count, long reported, RecordReader records) throws IOException {
    long position = records.position();
    metrics.inputMetrics().incRecordsRead(count);
    metrics.inputMetrics().incBytesRead(position - reported);
    return position;
  }

  /**
   * Takes a record's verdict. How far the task is must be told by who reads the records.
   *
   * @param bytes size of the record, about
   * @param line where it stands in its file, from 1
   */
  void take(Verdict verdict, int bytes, long line) throws IOException {
    switch (verdict) {
      case Verdict.Accepted accepted -> {
        imported++;
        if (target.events() != null) {
          held.add(texts.shared(accepted.event()));
          heldBytes += bytes;
        } else {
          days.add(EventRows.epochDay(accepted.event().eventTime()));
        }
      }
      case Verdict.Rejected refused -> {
        rejected++;
        if (target.rejects() != null) {
          heldRejects.add(rejected(refused, line));
          heldBytes += bytes;
        }
      }
    }
    if (heldBytes > heldBytesLimit) {
      writeHeld();
    }
  }

  private static RowKind.Rejected rejected(Verdict.Rejected refused, long line) {
    return new RowKind.Rejected(
        refused.problem().type().slug(),
        "Line %d: %s".formatted(line, refused.problem().detail()),
        refused.eventId(),
        refused.payload());
  }

  private void writeHeld() throws IOException {
    if (!held.isEmpty()) {
      RowKind<Event> kind = RowKind.events(target.projectId(), target.importedAt());
      try (DayFileWriter<Event> files =
          new DayFileWriter<>(kind, new Path(target.events()), hadoop)) {
        for (Map.Entry<Integer, List<Event>> day : EventOrder.byDay(held).entrySet()) {
          eventFiles.add(files.write(target.projectId(), day.getKey(), day.getValue()));
          days.add(day.getKey());
          var written = metrics.outputMetrics();
          written.setRecordsWritten(written.recordsWritten() + day.getValue().size());
        }
      }
      held.clear();
    }
    if (!heldRejects.isEmpty()) {
      RowKind<RowKind.Rejected> kind =
          RowKind.rejected(target.projectId(), target.importedAt(), target.correlationId());
      try (DayFileWriter<RowKind.Rejected> files =
          new DayFileWriter<>(kind, new Path(target.rejects()), hadoop)) {
        int today = EventRows.epochDay(target.importedAt());
        rejectFiles.add(files.write(target.projectId(), today, heldRejects));
      }
      heldRejects.clear();
    }
    heldBytes = 0;
  }

  Outcome outcome() throws IOException {
    writeHeld();
    return new Outcome(
        List.copyOf(eventFiles), List.copyOf(rejectFiles), imported, rejected, List.copyOf(days));
  }
}
