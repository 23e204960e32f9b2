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
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.jobs.backfill.BackfillJob;
import metricflow.jobs.compaction.CompactionJob;
import metricflow.jobs.replay.ReplayRejectsJob;
import metricflow.jobs.rollup.RollupJob;
import org.apache.spark.sql.SparkSession;

/** Runs one job and ends: exit code 0 when it is done, 1 when it failed, 2 for a wrong call. */
public final class JobMain {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_CALL = 2;

  private static final List<JobDefinition> JOBS =
      List.of(
          BackfillJob.definition(),
          CompactionJob.definition(),
          RollupJob.definition(),
          ReplayRejectsJob.definition());

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
    System.exit(new JobMain(System.getenv(), System.out, System.err).run(args));
  }

  int run(String... args) {
    if (args.length == 0) {
      err.print(help());
      return WRONG_CALL;
    }
    if (List.of("--help", "-h", "help").contains(args[0])) {
      out.print(help());
      return DONE;
    }
    JobDefinition job =
        JOBS.stream().filter(known -> known.name().equals(args[0])).findFirst().orElse(null);
    if (job == null) {
      err.println("There is no job named '" + args[0] + "'.\n");
      err.print(help());
      return WRONG_CALL;
    }
    List<String> words = Arrays.asList(args).subList(1, args.length);
    if (words.contains("--help") || words.contains("-h")) {
      out.print(job.help());
      return DONE;
    }
    try {
      Flags flags = Flags.parse(job, words);
      Config config = Config.from(environment);
      return run(job, job.create().apply(flags, config), flags, config);
    } catch (UsageException | IllegalArgumentException wrongCall) {
      err.println(wrongCall.getMessage() + "\n");
      err.print(job.help());
      return WRONG_CALL;
    }
  }

  private int run(JobDefinition definition, Job job, Flags flags, Config config) {
    long start = System.nanoTime();
    try (SparkSession spark =
            SparkSessions.open(
                config.text(ConfigKey.METRICFLOW_SPARK_MASTER), "metricflow " + definition.name());
        Progress progress = new Progress(spark, definition.name(), out)) {
      String lake = Lake.absolute(config.text(ConfigKey.METRICFLOW_LAKE));
      JobReport report = job.run(new Lake(spark, lake, Clock.systemUTC()), progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      out.println(
          String.format(
              Locale.ROOT, "%s: done in %.1f s. %s", definition.name(), seconds, report.summary()));
      if (flags.text(JobDefinition.JSON).isPresent()) {
        Files.writeString(
            Path.of(flags.text(JobDefinition.JSON).get()),
            report.toJson(definition.name(), seconds));
      }
      return DONE;
    } catch (JobFailedException failure) {
      err.println(definition.name() + ": " + failure.getMessage());
      return FAILED;
    } catch (IOException | RuntimeException failure) {
      err.println(definition.name() + ": failed; it may be run again as it is. The cause:");
      failure.printStackTrace(err);
      return FAILED;
    }
  }

  private static String help() {
    StringBuilder text = new StringBuilder("usage: JobMain JOB [FLAGS]\n\n");
    for (JobDefinition job : JOBS) {
      text.append("  %-15s %s%n".formatted(job.name(), job.purpose()));
    }
    return text.append("\nJOB --help shows a job's flags.\n").toString();
  }
}
