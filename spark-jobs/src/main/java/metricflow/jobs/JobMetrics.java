package metricflow.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Prometheus is told of a job's last run: one text file a job, replaced whole, for the
 * textfile collector of a node exporter. The time of the last success survives runs that fail.
 */
final class JobMetrics {
  private static final String LAST_SUCCESS = "metricflow_job_last_success_timestamp_seconds";

  private final Path file;
  private final String label;

  JobMetrics(Path folder, String job) {
    this.file = folder.resolve("metricflow_job_" + job.replace('-', '_') + ".prom");
    this.label = "job=\"" + job + "\"";
  }

  /**
   * A run that ended.
   *
   * @param end when it ended
   * @param figures of its report; none when it failed
   * @param gauges likewise
   */
  record Run(
      ExitCode exitCode,
      Instant end,
      double seconds,
      long rowsRead,
      long rowsWritten,
      Map<String, Number> figures,
      List<JobReport.Gauge> gauges) {}

  void write(Run run) throws IOException {
    StringBuilder text = new StringBuilder();
    double lastSuccess =
        run.exitCode() == ExitCode.FAILED ? lastSuccess() : run.end().toEpochMilli() / 1000.0;
    metric(text, "metricflow_job_duration_seconds", "Seconds the last run took", run.seconds());
    metric(text, "metricflow_job_rows_read", "Rows the last run read", run.rowsRead());
    metric(text, "metricflow_job_rows_written", "Rows the last run wrote", run.rowsWritten());
    metric(
        text,
        "metricflow_job_exit_code",
        "Exit code of the last run: 0 done, 1 failed, 3 look at it",
        run.exitCode().status());
    metric(
        text,
        "metricflow_job_last_run_timestamp_seconds",
        "When the last run ended",
        run.end().toEpochMilli() / 1000.0);
    if (lastSuccess > 0) {
      metric(text, LAST_SUCCESS, "When the last run that did its work ended", lastSuccess);
    }
    if (!run.figures().isEmpty()) {
      header(text, "metricflow_job_figure", "Figures of the last run's report");
      run.figures()
          .forEach((name, value) ->
              sample(text, "metricflow_job_figure", label + ",figure=\"" + name + "\"", value));
    }
    gauges(text, run.gauges());
    Files.createDirectories(file.getParent());
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void gauges(StringBuilder text, List<JobReport.Gauge> gauges) {
    String family = "";
    for (JobReport.Gauge gauge : gauges) {
      if (!gauge.name().equals(family)) {
        family = gauge.name();
        header(text, family, gauge.help());
      }
      StringBuilder labels = new StringBuilder(label);
      gauge
          .labels()
          .forEach((name, value) ->
              labels.append(',').append(name).append("=\"").append(value).append('"'));
      sample(text, family, labels.toString(), gauge.value());
    }
  }

  private double lastSuccess() throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(LAST_SUCCESS + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  private void metric(StringBuilder text, String name, String help, Number value) {
    header(text, name, help);
    sample(text, name, label, value);
  }

  private static void header(StringBuilder text, String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private static void sample(StringBuilder text, String name, String labels, Number value) {
    String number =
        value instanceof Double fraction
            ? String.format(Locale.ROOT, "%.3f", fraction)
            : Long.toString(value.longValue());
    text.append(name).append('{').append(labels).append("} ").append(number).append('\n');
  }
}
