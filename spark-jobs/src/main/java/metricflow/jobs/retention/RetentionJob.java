package metricflow.jobs.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.QueryApi;
import metricflow.jobs.UnusedFiles;
import metricflow.jobs.UsageException;
import metricflow.table.Retention;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * Takes what is older than the days kept out of every table, and deletes files nobody reads any
 * more. Whole days go without a file being read; a project that keeps fewer days than others costs
 * a rewrite of the files it shares with them.
 *
 * <p>A day's place in {@code rollup_days} goes first and its events before its rollups, so that an
 * answer is whole or absent wherever a run stops.
 */
public final class RetentionJob implements Job {
  private static final String PROJECT = "--project";
  private static final String DAYS = "--days";

  /** Readers of older versions have a day, as {@code docs/semantics.md} says. */
  private static final Duration REMOVED_FOR = Duration.ofDays(1);

  private final DaysKept kept;
  private final Supplier<String> projects;
  private final boolean dryRun;

  /**
   * A retention.
   *
   * @param kept what the installation says; of single projects it wins over {@code projects}
   * @param projects the query API's list of projects with their days, as JSON
   * @param dryRun whether only to say what would go
   */
  public RetentionJob(DaysKept kept, Supplier<String> projects, boolean dryRun) {
    this.kept = kept;
    this.projects = projects;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "retention",
        "Takes days older than METRICFLOW_RETENTION_DAYS out of the lake, and of single projects"
            + " that keep fewer; deletes files nobody reads any more.",
        List.of(
            Flag.optional(
                ProjectDays.FLAG,
                "FILE",
                "an answer of /v1/projects: days set by teams; default: ask the API"),
            Flag.optional(PROJECT, "ID", "a project that keeps fewer days, with '--days'"),
            Flag.optional(DAYS, "N", "its days"),
            JobDefinition.DRY_RUN),
        RetentionJob::of);
  }

  private static RetentionJob of(Flags flags, Config config) {
    DaysKept kept = new DaysKept(config.number(ConfigKey.METRICFLOW_RETENTION_DAYS), Map.of());
    String file = config.text(ConfigKey.METRICFLOW_RETENTION_FILE);
    if (!file.isBlank()) {
      kept = kept.with(Path.of(file));
    }
    if (flags.has(PROJECT) != flags.has(DAYS)) {
      throw new UsageException("'%s' and '%s' go together.", PROJECT, DAYS);
    }
    if (flags.has(PROJECT)) {
      kept = kept.with(flags.positiveNumber(PROJECT), flags.positiveNumber(DAYS));
    }
    return new RetentionJob(
        kept,
        () ->
            flags
                .text(ProjectDays.FLAG)
                .map(answer -> QueryApi.kept(Path.of(answer), ProjectDays.FLAG))
                .orElseGet(() -> ProjectDays.ofApi(QueryApi.of(config))),
        flags.dryRun());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    progress.step("asking how many days each project keeps");
    DaysKept all = ProjectDays.within(kept, lake.spark(), projects.get());
    Tables.all().forEach(lake::ensure);
    LocalDate first = all.firstDay(lake.today());
    Map<Integer, LocalDate> firstOfProjects = all.firstDays(lake.today());
    Totals totals = new Totals();
    if (!dryRun) {
      new PastDays(lake, Tables.ROLLUP_DAYS).delete(first);
    }
    for (Table table : Tables.all()) {
      if (table.retention().rule() == Retention.Rule.DAY && !table.partitionColumns().isEmpty()) {
        progress.step(table.name() + ": days before " + first);
        days(lake, table, first, firstOfProjects, totals, progress);
      }
    }
    for (Table table : Tables.all()) {
      if (table.retention().rule() == Retention.Rule.PERSON) {
        progress.step(table.name() + ": persons without a day since " + first);
        FileRewrite gone =
            new PastDays(lake, table).ofGonePersons(first, lake.read(Tables.USER_DAYS));
        totals.persons += dryRun ? gone.count() : gone.run(progress).rowsRemoved();
      }
    }
    if (!dryRun) {
      for (Table table : Tables.all()) {
        progress.step(table.name() + ": deleting files nobody reads any more");
        totals.deleted += new UnusedFiles(lake, table, REMOVED_FOR).delete();
      }
    }
    return totals.report(first, dryRun);
  }

  private void days(
      Lake lake,
      Table table,
      LocalDate first,
      Map<Integer, LocalDate> firstOfProjects,
      Totals totals,
      Progress progress) {
    PastDays past = new PastDays(lake, table);
    totals.add(past.due(first));
    if (!dryRun) {
      past.drop(first, progress);
    }
    if (!firstOfProjects.isEmpty() && table.retention().perProject()) {
      FileRewrite rewrite = past.ofProjects(firstOfProjects);
      if (dryRun) {
        totals.rows += rewrite.count();
      } else {
        FileRewrite.Outcome outcome = rewrite.run(progress);
        totals.rows += outcome.rowsRemoved();
        totals.rewritten.addAll(outcome.days());
      }
    }
  }

  /** Sums over tables. */
  private static final class Totals {
    private final Set<LocalDate> rewritten = new TreeSet<>();
    private long days;
    private long files;
    private long bytes;
    private long rows;
    private long persons;
    private long deleted;

    private void add(PastDays.Due due) {
      days = Math.max(days, due.days());
      files += due.files();
      bytes += due.bytes();
    }

    private JobReport report(LocalDate first, boolean dryRun) {
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("days_dropped", dryRun ? 0 : days);
      figures.put("files_dropped", dryRun ? 0 : files);
      figures.put("dropped_bytes", dryRun ? 0 : bytes);
      figures.put("project_rows_removed", dryRun ? 0 : rows);
      figures.put("project_days_rewritten", rewritten.size());
      figures.put("person_rows_removed", dryRun ? 0 : persons);
      figures.put("files_deleted", deleted);
      figures.put("days_due", days);
      figures.put("rows_due", rows + persons);
      if (days == 0 && rows == 0 && persons == 0) {
        return new JobReport("Nothing is older than " + first + ": nothing to do.", figures);
      }
      return new JobReport(
          String.format(
              Locale.ROOT,
              "%s: %,d days before %s in %,d files (%,d MB), %,d rows of projects that keep fewer"
                  + " days, %,d rows of persons who are gone.%s",
              dryRun ? "Would go" : "Gone",
              days,
              first,
              files,
              bytes >> 20,
              rows,
              persons,
              dryRun ? " Nothing was changed." : ""),
          figures);
    }
  }
}
