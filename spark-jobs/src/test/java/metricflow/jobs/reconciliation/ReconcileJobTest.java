package metricflow.jobs.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import metricflow.jobs.ExitCode;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.live.LiveKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Against a real Redis of the test's own. */
class ReconcileJobTest {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path folder;
  private TestLake lake;
  private Process server;
  private int port;
  private RedisClient redis;
  private Instant hour;

  @BeforeEach
  void start() throws IOException {
    lake = new TestLake(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    redis = RedisClient.create("127.0.0.1", port);
    long deadline = System.nanoTime() + START_NANOS;
    while (!answers()) {
      assertThat(server.isAlive() && System.nanoTime() < deadline).isTrue();
      Thread.onSpinWait();
    }
    hour = lake.lake().clock().instant().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
  }

  private boolean answers() {
    try {
      return "PONG".equals(redis.ping());
    } catch (JedisConnectionException notYet) {
      return false;
    }
  }

  @AfterEach
  void stop() {
    redis.close();
    server.destroyForcibly();
  }

  private JobReport reconciling(boolean dryRun) {
    return reconciling(Optional.empty(), dryRun);
  }

  private JobReport reconciling(Optional<Path> report, boolean dryRun) {
    return lake.run(
        new ReconcileJob("127.0.0.1", port, 0.1, report, folder.resolve("reports"), dryRun));
  }

  private Path dailyReport() {
    return folder.resolve("reports/drift-%s.md".formatted(DriftTable.day(hour)));
  }

  private void counted(int project, int minute, long events) {
    LiveKeys keys = new LiveKeys(project);
    redis.hset(keys.applied(), LiveKeys.BATCH_ID, "1");
    redis.hset(keys.minute(hour.getEpochSecond() / 60 + minute), LiveKeys.TOTAL_FIELD, "" + events);
  }

  private TestEvent event(String id, int project, int minute) {
    return TestEvent.of(id, "click", "u", hour.plusSeconds(60L * minute))
        .with("project_id", project);
  }

  @Test
  void an_hour_that_agrees_is_kept_with_no_drift() {
    counted(1, 0, 1);
    counted(1, 59, 1);
    counted(1, 60, 7);
    lake.append(event("a", 1, 0), event("b", 1, 59), event("b", 1, 59), event("next", 1, 60));

    assertThat(reconciling(true).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(lake.number("SELECT count(*) FROM {drift}")).isZero();
    assertThat(dailyReport()).doesNotExist();
    reconciling(false);

    assertThat(
            lake.query(
                    "SELECT project_id, live_events, lake_events, drift_events FROM {drift} WHERE event_hour = TIMESTAMP'%s'"
                        .formatted(hour))
                .toString())
        .isEqualTo("[[1,2,2,0]]");
  }

  @Test
  void drift_is_kept_by_project_once_and_wants_attention() {
    counted(1, 5, 3);
    counted(2, 5, 1);
    lake.append(event("a", 1, 5), event("b", 2, 5), event("c", 3, 5));

    reconciling(false);
    JobReport again = reconciling(false);

    assertThat(again.exitCode()).isEqualTo(ExitCode.ATTENTION);
    assertThat(again.figures())
        .containsEntry("projects", 3)
        .containsEntry("projects_drifting", 2)
        .containsEntry("drift_events", 3L);
    assertThat(lake.query("SELECT project_id, drift_events FROM {drift} ORDER BY 1").toString())
        .isEqualTo("[[1,-2], [2,0], [3,1]]");
  }

  @Test
  void each_project_s_numbers_are_gauges() {
    counted(1, 5, 3);
    lake.append(event("a", 1, 5), event("b", 2, 5));

    assertThat(reconciling(false).gauges())
        .extracting(JobReport.Gauge::name, JobReport.Gauge::labels, JobReport.Gauge::value)
        .containsExactly(
            tuple("metricflow_drift_events", Map.of("project", "1"), -2L),
            tuple("metricflow_drift_events", Map.of("project", "2"), 1L),
            tuple("metricflow_drift_live_events", Map.of("project", "1"), 3L),
            tuple("metricflow_drift_live_events", Map.of("project", "2"), 0L),
            tuple("metricflow_drift_lake_events", Map.of("project", "1"), 1L),
            tuple("metricflow_drift_lake_events", Map.of("project", "2"), 1L),
            tuple("metricflow_drift_hour_timestamp_seconds", Map.of(), hour.getEpochSecond()));
  }

  @Test
  void the_report_of_a_day_has_a_line_for_each_project_and_hour() throws IOException {
    Instant earlier = hour.truncatedTo(ChronoUnit.DAYS);
    if (!earlier.equals(hour)) {
      new DriftTable(lake.lake()).keep(earlier, List.of(new HourDrift(1, 2_000, 2_001)));
    }
    counted(1, 5, 3);
    counted(2, 5, 1);
    lake.append(event("a", 1, 5), event("b", 2, 5));

    assertThat(reconciling(false).summary()).contains("Report: " + dailyReport());

    String report = Files.readString(dailyReport());
    String time = hour.toString().substring(11, 16);
    assertThat(report)
        .contains(
            "# Live counters against the lake: " + DriftTable.day(hour),
            "**Hour of %s: DRIFT.** 2 projects, 4 events counted live, 2 in the lake; more than 0.1 %% differ: project 1."
                .formatted(time),
            "| %s | 1 | 3 | 1 | -2 | -66.667 %% | **drifts** |\n| %s | 2 | 1 | 1 | 0 | 0 %% |  |\n"
                .formatted(time, time));
    if (!earlier.equals(hour)) {
      assertThat(report).contains("| 00:00 | 1 | 2,000 | 2,001 | +1 | +0.050 % |  |\n");
    }
  }

  @Test
  void the_report_goes_where_it_is_told_to() {
    Path told = folder.resolve("elsewhere/told.md");
    counted(1, 5, 1);
    lake.append(event("a", 1, 5));

    assertThat(reconciling(Optional.of(told), false).exitCode()).isEqualTo(ExitCode.DONE);

    assertThat(told).content().contains(": no drift.** 1 projects, 1 events counted live, 1 in");
    assertThat(dailyReport()).doesNotExist();
  }

  @Test
  void what_was_counted_while_the_lake_was_read_is_no_drift() {
    assertThat(HourDrift.between(1, 10, 12, 15).events()).isZero();
    assertThat(HourDrift.between(1, 10, 9, 15).events()).isEqualTo(-1);
    assertThat(HourDrift.between(1, 10, 20, 15).events()).isEqualTo(5);
    assertThat(new HourDrift(1, 1_000, 1_001).isAbove(0.1)).isFalse();
    assertThat(new HourDrift(1, 1_000, 1_002).isAbove(0.1)).isTrue();
  }
}
