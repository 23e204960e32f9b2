package metricflow.jobs.reconciliation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.expr;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.jobs.CommitRetry;
import metricflow.jobs.EventIdColumn;
import metricflow.jobs.ExitCode;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.UsageException;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Compares the last whole hour's live counters with the lake, project by project, and keeps what it
 * found. Redis holds two hours, so each hour can be compared for an hour after its end.
 */
public final class ReconcileJob implements Job {
  private static final String TOLERANCE = "--tolerance";
  private static final String DEFAULT_TOLERANCE = "0.1";
  private static final String REPORT = "--report";
  private static final int MINUTES = 60;

  /** A micro-batch may be in the lake and not yet in Redis: a drift must be found again. */
  private static final int LOOKS = 5;

  private static final long PAUSE_MILLIS = 1_000;

  private final String redisHost;
  private final int redisPort;
  private final double tolerance;
  private final Optional<Path> report;
  private final Path reports;
  private final boolean dryRun;

  /**
   * A comparison.
   *
   * @param tolerance percent of an hour's events that may be missing or too many
   * @param report file of the report; empty: the day's in {@code reports}
   * @param reports folder of a report a day
   * @param dryRun whether to keep and write nothing
   */
  ReconcileJob(
      String redisHost,
      int redisPort,
      double tolerance,
      Optional<Path> report,
      Path reports,
      boolean dryRun) {
    this.redisHost = redisHost;
    this.redisPort = redisPort;
    this.tolerance = tolerance;
    this.report = report;
    this.reports = reports;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "reconcile",
        "Compares the live counters of the last whole hour with the lake; ends with 3 when a"
            + " project drifts by more than the tolerance.",
        List.of(
            Flag.optional(
                TOLERANCE, "PERCENT", "of an hour's events; default: " + DEFAULT_TOLERANCE),
            Flag.optional(
                REPORT,
                "FILE",
                "report in Markdown; default: drift-DAY.md in " + ConfigKey.METRICFLOW_JOB_REPORTS),
            JobDefinition.DRY_RUN),
        ReconcileJob::of);
  }

  private static ReconcileJob of(Flags flags, Config config) {
    String percent = flags.text(TOLERANCE).orElse(DEFAULT_TOLERANCE);
    try {
      return new ReconcileJob(
          config.host(ConfigKey.METRICFLOW_REDIS),
          config.port(ConfigKey.METRICFLOW_REDIS),
          Double.parseDouble(percent),
          flags.text(REPORT).map(Path::of),
          Path.of(config.text(ConfigKey.METRICFLOW_JOB_REPORTS)),
          flags.dryRun());
    } catch (NumberFormatException noNumber) {
      throw new UsageException("'%s' is '%s', which is no number.", TOLERANCE, percent);
    }
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    lake.ensure(Tables.EVENTS);
    DriftTable table = new DriftTable(lake);
    Instant hour = lake.clock().instant().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    List<HourDrift> drifts = compare(lake, hour, progress);
    Optional<Path> written = Optional.empty();
    if (!dryRun) {
      CommitRetry.run(
          progress,
          "keeping the drift of " + hour,
          () -> {
            table.keep(hour, drifts);
            return hour;
          });
      Path file = report.orElse(reports.resolve("drift-%s.md".formatted(DriftTable.day(hour))));
      new DriftReport(tolerance).write(file, hour, table.hours(DriftTable.day(hour)));
      written = Optional.of(file);
    }
    return report(hour, drifts, written, progress);
  }

  private List<HourDrift> compare(Lake lake, Instant hour, Progress progress) {
    progress.step("comparing the hour of " + hour);
    try (RedisClient redis = RedisClient.create(redisHost, redisPort)) {
      LiveTotals live = new LiveTotals(redis);
      for (int look = 1; ; look++) {
        List<HourDrift> drifts = look(lake, live, hour);
        if (look == LOOKS || drifts.stream().noneMatch(drift -> drift.isAbove(tolerance))) {
          return drifts;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (JedisConnectionException away) {
      throw new JobFailedException(
          "Redis does not answer on %s:%d. Is the instance up?".formatted(redisHost, redisPort),
          away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("Stopped.", stopped);
    }
  }

  private static List<HourDrift> look(Lake lake, LiveTotals live, Instant hour) {
    long firstMinute = hour.getEpochSecond() / 60;
    Map<Integer, Long> before = live.of(firstMinute, MINUTES);
    Map<Integer, Long> stored = stored(lake, hour);
    Map<Integer, Long> after = live.of(firstMinute, MINUTES);
    Set<Integer> projects = new TreeSet<>(before.keySet());
    projects.addAll(stored.keySet());
    projects.addAll(after.keySet());
    List<HourDrift> drifts = new ArrayList<>();
    for (int project : projects) {
      drifts.add(
          HourDrift.between(
              project,
              before.getOrDefault(project, 0L),
              stored.getOrDefault(project, 0L),
              after.getOrDefault(project, 0L)));
    }
    return drifts;
  }

  private static Map<Integer, Long> stored(Lake lake, Instant hour) {
    Map<Integer, Long> stored = new HashMap<>();
    Dataset<Row> events =
        lake.read(Tables.EVENTS)
            .where(col("event_date").equalTo(DriftTable.day(hour).toString()))
            .where(expr("date_trunc('HOUR', event_time) = TIMESTAMP'%s'".formatted(hour)));
    EventIdColumn.whole(events)
        .groupBy("project_id")
        .agg(count_distinct(col("event_id")))
        .collectAsList()
        .forEach(row -> stored.put(row.getInt(0), row.getLong(1)));
    return stored;
  }

  private JobReport report(
      Instant hour, List<HourDrift> drifts, Optional<Path> written, Progress progress) {
    List<HourDrift> above = drifts.stream().filter(drift -> drift.isAbove(tolerance)).toList();
    for (HourDrift drift : above) {
      progress.say(
          String.format(
              Locale.ROOT,
              "project %d: %,d counted live, %,d in the lake, %+,d",
              drift.project(),
              drift.live(),
              drift.lake(),
              drift.events()));
    }
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("projects", drifts.size());
    figures.put("projects_drifting", above.size());
    figures.put("live_events", drifts.stream().mapToLong(HourDrift::live).sum());
    figures.put("lake_events", drifts.stream().mapToLong(HourDrift::lake).sum());
    figures.put("drift_events", drifts.stream().mapToLong(drift -> Math.abs(drift.events())).sum());
    return new JobReport(
        String.format(
            Locale.ROOT,
            "Hour of %s: %d projects, %d drift by more than %s %%.%s%s",
            hour,
            drifts.size(),
            above.size(),
            tolerance,
            above.isEmpty() ? "" : " To make the live view anew: ./metricflow job rebuild-live.",
            written.map(file -> " Report: " + file).orElse("")),
        figures,
        gauges(hour, drifts),
        above.isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION);
  }

  /** Of each project, so that an alert can name the one that drifts. */
  private static List<JobReport.Gauge> gauges(Instant hour, List<HourDrift> drifts) {
    List<JobReport.Gauge> gauges = new ArrayList<>();
    add(gauges, "events", "Events of the hour in the lake less live", drifts, HourDrift::events);
    add(gauges, "live_events", "Events of the hour counted live", drifts, HourDrift::live);
    add(gauges, "lake_events", "Distinct events of the hour in the lake", drifts, HourDrift::lake);
    gauges.add(
        new JobReport.Gauge(
            "metricflow_drift_hour_timestamp_seconds",
            "When the hour compared last began",
            Map.of(),
            hour.getEpochSecond()));
    return gauges;
  }

  private static void add(
      List<JobReport.Gauge> gauges,
      String name,
      String help,
      List<HourDrift> drifts,
      ToLongFunction<HourDrift> number) {
    for (HourDrift drift : drifts) {
      gauges.add(
          new JobReport.Gauge(
              "metricflow_drift_" + name,
              help,
              Map.of("project", String.valueOf(drift.project())),
              number.applyAsLong(drift)));
    }
  }
}
