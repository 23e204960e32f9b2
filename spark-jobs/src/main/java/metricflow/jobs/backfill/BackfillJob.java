package metricflow.jobs.backfill;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import metricflow.jobs.UsageException;
import metricflow.table.Tables;

/**
 * Imports files of events. A file that was imported before, under whatever name, changes nothing;
 * an import that was interrupted may be started again.
 */
public final class BackfillJob implements Job {
  private static final String PROJECT = "--project";
  private static final String INPUT = "--input";
  private static final String FORMAT = "--format";
  private static final String MAP = "--map";
  private static final String ZONE = "--time-zone";
  private static final String DRY_RUN = "--dry-run";

  private final int projectId;
  private final List<String> inputs;
  private final Source.Description description;
  private final boolean dryRun;

  /**
   * An import of what names and first records tell.
   *
   * @param projectId project the events belong to
   * @param input file, folder or pattern
   */
  public BackfillJob(int projectId, String input) {
    this(
        projectId,
        List.of(input),
        new Source.Description(Format.AUTO, Map.of(), ZoneOffset.UTC),
        false);
  }

  BackfillJob(int projectId, List<String> inputs, Source.Description description, boolean dryRun) {
    this.projectId = projectId;
    this.inputs = inputs;
    this.description = description;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "backfill",
        "Imports files of events, also other tools' exports, each file exactly once.",
        List.of(
            Flag.required(PROJECT, "ID", "project the events belong to"),
            Flag.required(
                INPUT, "PATH...", "files, folders or patterns; text files also .gz or .zst"),
            Flag.optional(
                FORMAT, "FORMAT", "auto (default), ndjson, csv, parquet, mixpanel or posthog"),
            Flag.optional(
                MAP, "COLUMN=FIELD...", "what columns are; also COLUMN=properties.NAME:TYPE"),
            Flag.optional(
                ZONE, "ZONE", "zone of times that name none, like Europe/Berlin; default: UTC"),
            Flag.plain(DRY_RUN, "only check and count the records")),
        BackfillJob::of);
  }

  private static BackfillJob of(Flags flags) {
    return new BackfillJob(
        flags.positiveNumber(PROJECT),
        flags.texts(INPUT),
        new Source.Description(
            flags.text(FORMAT).map(Format::of).orElse(Format.AUTO),
            ColumnMap.given(flags.texts(MAP)),
            flags.text(ZONE).map(BackfillJob::zone).orElse(ZoneOffset.UTC)),
        flags.has(DRY_RUN));
  }

  private static ZoneId zone(String text) {
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw new UsageException("'%s' is '%s', which is no time zone.", ZONE, text);
    }
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    long start = System.nanoTime();
    List<InputFile> files = InputFile.in(lake.spark().sparkContext().hadoopConfiguration(), inputs);
    if (!dryRun) {
      lake.ensure(Tables.EVENTS);
      lake.ensure(Tables.REJECTED_EVENTS);
    }
    Totals totals = new Totals();
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      String position = "file %d of %d, %s".formatted(i + 1, files.size(), file.name());
      progress.step(position + ": looking through it");
      FileImport fileImport = new FileImport(lake, projectId, file, FileScan.of(file), description);
      if (!dryRun && fileImport.isDone()) {
        totals.filesSkipped++;
        progress.say(file.name() + " was imported before; nothing changes");
      } else {
        totals.add(fileImport.run(progress, position, dryRun));
      }
    }
    return totals.report(files.size(), (System.nanoTime() - start) / 1e9, dryRun);
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

    private JobReport report(int files, double seconds, boolean dryRun) {
      long read = imported + rejected;
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("files_read", files - filesSkipped);
      figures.put("files_imported_before", filesSkipped);
      figures.put("events_read", read);
      figures.put("events_imported", dryRun ? 0L : imported);
      figures.put("events_rejected", rejected);
      figures.put("days_touched", days.size());
      figures.put("import_seconds", seconds);
      figures.put("events_per_second", read / seconds);
      return new JobReport(summary(files, seconds, dryRun), figures);
    }

    private String summary(int files, double seconds, boolean dryRun) {
      if (filesSkipped == files) {
        return "Everything was imported before: nothing changed.";
      }
      return String.format(
          Locale.ROOT,
          "%,d events read, %,d %s on %d days, %,d %s, %,.0f events/s.%s",
          imported + rejected,
          imported,
          dryRun ? "would be imported" : "imported",
          days.size(),
          rejected,
          dryRun ? "cannot be used; nothing was changed" : "rejected",
          (imported + rejected) / seconds,
          filesSkipped == 0 ? "" : " Files imported before: " + filesSkipped + ".");
    }
  }
}
