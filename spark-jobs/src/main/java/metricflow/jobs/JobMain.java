package metricflow.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.jobs.backfill.BackfillJob;
import metricflow.jobs.compaction.CompactionJob;
import metricflow.jobs.erasure.EraseJob;
import metricflow.jobs.promotion.PromoteJob;
import metricflow.jobs.reconciliation.ReconcileJob;
import metricflow.jobs.replay.ReplayRejectsJob;
import metricflow.jobs.retention.RetentionJob;
import metricflow.jobs.rollup.RollupJob;
import org.apache.spark.sql.SparkSession;

/** Runs one job and ends with its {@link ExitCode}. */
public final class JobMain {
  private static final List<JobDefinition> JOBS =
      List.of(
          BackfillJob.definition(),
          PromoteJob.definition(),
          CompactionJob.definition(),
          RollupJob.definition(),
          ReplayRejectsJob.definition(),
          RetentionJob.definition(),
          EraseJob.definition(),
          ReconcileJob.definition());

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  JobMain(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(new JobMain(System.getenv(), System.out, System.err).run(args).status());
  }

  ExitCode run(String... args) {
    if (args.length == 0) {
      err.print(help());
      return ExitCode.WRONG_CALL;
    }
    if (List.of("--help", "-h", "help").contains(args[0])) {
      out.print(help());
      return ExitCode.DONE;
    }
    JobDefinition job =
        JOBS.stream().filter(known -> known.name().equals(args[0])).findFirst().orElse(null);
    if (job == null) {
      err.println("There is no job named '" + args[0] + "'.\n");
      err.print(help());
      return ExitCode.WRONG_CALL;
    }
    List<String> words = Arrays.asList(args).subList(1, args.length);
    if (words.contains("--help") || words.contains("-h")) {
      out.print(job.help());
      return ExitCode.DONE;
    }
    try {
      Flags flags = Flags.parse(job, words);
      Config config = Config.from(environment);
      return run(job, job.create().apply(flags, config), flags, config);
    } catch (UsageException | IllegalArgumentException wrongCall) {
      err.println(wrongCall.getMessage() + "\n");
      err.print(job.help());
      return ExitCode.WRONG_CALL;
    }
  }

  private ExitCode run(JobDefinition definition, Job job, Flags flags, Config config) {
    long start = System.nanoTime();
    JobMetrics metrics =
        new JobMetrics(Path.of(config.text(ConfigKey.METRICFLOW_JOB_METRICS)), definition.name());
    try (SparkSession spark =
            SparkSessions.open(
                config.text(ConfigKey.METRICFLOW_SPARK_MASTER), "metricflow " + definition.name());
        Progress progress = new Progress(spark, definition.name(), out)) {
      String root = Lake.absolute(config.text(ConfigKey.METRICFLOW_LAKE));
      Lake lake = new Lake(spark, root, Clock.systemUTC());
      Optional<JobReport> report = attempt(definition, job, lake, progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      ExitCode exitCode = report.map(JobReport::exitCode).orElse(ExitCode.FAILED);
      if (report.isPresent()) {
        tell(definition, report.get(), flags, seconds);
      }
      if (!flags.dryRun()) {
        metrics.write(
            new JobMetrics.Run(
                exitCode,
                lake.clock().instant(),
                seconds,
                progress.rowsRead(),
                progress.rowsWritten(),
                report.map(JobReport::figures).orElse(Map.of()),
                report.map(JobReport::gauges).orElse(List.of())));
      }
      return exitCode;
    } catch (IOException unwritable) {
      err.println(definition.name() + ": its figures could not be written: " + unwritable);
      return ExitCode.FAILED;
    }
  }

  /** The report; empty when the job failed, which has been said then. */
  private Optional<JobReport> attempt(
      JobDefinition definition, Job job, Lake lake, Progress progress) {
    try {
      return Optional.of(job.run(lake, progress));
    } catch (JobFailedException failure) {
      err.println(definition.name() + ": " + failure.getMessage());
    } catch (RuntimeException failure) {
      err.println(definition.name() + ": failed; it may be run again as it is. The cause:");
      failure.printStackTrace(err);
    }
    return Optional.empty();
  }

  private void tell(JobDefinition definition, JobReport report, Flags flags, double seconds)
      throws IOException {
    out.println(
        String.format(
            Locale.ROOT, "%s: done in %.1f s. %s", definition.name(), seconds, report.summary()));
    if (flags.text(JobDefinition.JSON).isPresent()) {
      Files.writeString(
          Path.of(flags.text(JobDefinition.JSON).get()), report.toJson(definition.name(), seconds));
    }
  }

  private static String help() {
    StringBuilder text = new StringBuilder("usage: JobMain JOB [FLAGS]\n\n");
    for (JobDefinition job : JOBS) {
      text.append("  %-15s %s%n".formatted(job.name(), job.purpose()));
    }
    return text.append("\nJOB --help shows a job's flags.\n")
        .append("Exit code: 0 done, 1 failed, 2 wrong call, 3 done, but look at it.\n")
        .toString();
  }
}
