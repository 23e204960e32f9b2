package metricflow.jobs.backfill;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Tables;

/**
 * Imports files of events. A file that was imported before, under whatever name, changes nothing;
 * an import that was interrupted may be started again.
 */
public final class BackfillJob implements Job {
  private static final String PROJECT = "--project";
  private static final String INPUT = "--input";

  private final int projectId;
  private final String input;

  /**
   * An import.
   *
   * @param projectId project the events belong to
   * @param input file or folder of {@code .ndjson} or {@code .ndjson.gz}
   */
  public BackfillJob(int projectId, String input) {
    this.projectId = projectId;
    this.input = input;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "backfill",
        "Imports files of events, one JSON object a line, each file exactly once.",
        List.of(
            Flag.required(PROJECT, "ID", "project the events belong to"),
            Flag.required(INPUT, "PATH", "a .ndjson or .ndjson.gz file, or a folder of them")),
        BackfillJob::of);
  }

  private static BackfillJob of(Flags flags) {
    return new BackfillJob(flags.positiveNumber(PROJECT), flags.text(INPUT).orElseThrow());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    long start = System.nanoTime();
    List<InputFile> files = InputFile.in(lake.spark(), input);
    lake.ensure(Tables.EVENTS);
    lake.ensure(Tables.REJECTED_EVENTS);
    Totals totals = new Totals();
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      String position = "file %d of %d, %s".formatted(i + 1, files.size(), file.name());
      progress.step(position + ": checking what it holds");
      FileImport fileImport = new FileImport(lake, projectId, file, file.sha256());
      if (fileImport.isDone()) {
        totals.filesSkipped++;
        progress.say(file.name() + " was imported before; nothing changes");
      } else {
        totals.add(fileImport.run(progress, position));
      }
    }
    return totals.report(files.size(), (System.nanoTime() - start) / 1e9);
  }

  /** Sums over files. */
  private static final class Totals {
    private final Set<LocalDate> days = new TreeSet<>();
    private int filesSkipped;
    private long imported;
    private long rejected;

    private void add(FileImport.Outcome outcome) {
      imported += outcome.imported();
      rejected += outcome.rejected();
      days.addAll(outcome.days());
    }

    private JobReport report(int files, double seconds) {
      long read = imported + rejected;
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("files_read", files - filesSkipped);
      figures.put("files_imported_before", filesSkipped);
      figures.put("events_read", read);
      figures.put("events_imported", imported);
      figures.put("events_rejected", rejected);
      figures.put("days_touched", days.size());
      figures.put("import_seconds", seconds);
      figures.put("events_per_second", read / seconds);
      String summary =
          filesSkipped == files
              ? "Everything was imported before: nothing changed."
              : String.format(
                  Locale.ROOT,
                  "%,d events read, %,d imported on %d days, %,d rejected, %,.0f events/s.%s",
                  read,
                  imported,
                  days.size(),
                  rejected,
                  read / seconds,
                  filesSkipped == 0 ? "" : " Files imported before: " + filesSkipped + ".");
      return new JobReport(summary, figures);
    }
  }
}
