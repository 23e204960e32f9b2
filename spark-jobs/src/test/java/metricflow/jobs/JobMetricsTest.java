package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobMetricsTest {
  private static final Instant NIGHT = Instant.parse("2026-03-15T00:20:00Z");

  @TempDir Path folder;

  private String after(ExitCode exitCode, Instant end, Map<String, Number> figures)
      throws IOException {
    new JobMetrics(folder.resolve("metrics"), "replay-rejects")
        .write(
            new JobMetrics.Run(
                exitCode, end, 12.5, 100, 40, figures, List.of(drift("1", -2), drift("7", 0))));
    return Files.readString(folder.resolve("metrics/metricflow_job_replay_rejects.prom"));
  }

  private static JobReport.Gauge drift(String project, long events) {
    return new JobReport.Gauge(
        "metricflow_drift_events", "Events", Map.of("project", project), events);
  }

  @Test
  void a_run_tells_its_seconds_rows_and_figures() throws IOException {
    assertThat(after(ExitCode.DONE, NIGHT, Map.of("events_replayed", 7)))
        .contains(
            "# TYPE metricflow_job_duration_seconds gauge\n",
            "metricflow_job_duration_seconds{job=\"replay-rejects\"} 12.500\n",
            "metricflow_job_rows_read{job=\"replay-rejects\"} 100\n",
            "metricflow_job_rows_written{job=\"replay-rejects\"} 40\n",
            "metricflow_job_exit_code{job=\"replay-rejects\"} 0\n",
            "metricflow_job_last_success_timestamp_seconds{job=\"replay-rejects\"}"
                + " 1773534000.000\n",
            "metricflow_job_figure{job=\"replay-rejects\",figure=\"events_replayed\"} 7\n");
  }

  @Test
  void gauges_of_one_name_stand_under_one_header() throws IOException {
    assertThat(after(ExitCode.DONE, NIGHT, Map.of()))
        .endsWith(
            """
            # HELP metricflow_drift_events Events
            # TYPE metricflow_drift_events gauge
            metricflow_drift_events{job="replay-rejects",project="1"} -2
            metricflow_drift_events{job="replay-rejects",project="7"} 0
            """);
  }

  @Test
  void the_last_success_survives_a_failure() throws IOException {
    after(ExitCode.ATTENTION, NIGHT, Map.of());

    assertThat(after(ExitCode.FAILED, NIGHT.plusSeconds(60), Map.of()))
        .contains(
            "metricflow_job_exit_code{job=\"replay-rejects\"} 1\n",
            "metricflow_job_last_run_timestamp_seconds{job=\"replay-rejects\"} 1773534060.000\n",
            "metricflow_job_last_success_timestamp_seconds{job=\"replay-rejects\"}"
                + " 1773534000.000\n");
  }

  @Test
  void without_a_success_none_is_told() throws IOException {
    assertThat(after(ExitCode.FAILED, NIGHT, Map.of())).doesNotContain("last_success");
  }
}
