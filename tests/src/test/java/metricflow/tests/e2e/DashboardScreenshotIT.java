package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of history and an hour of live traffic, as the README shows them. */
class DashboardScreenshotIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LIVE_MINUTES = 59;
  private static final boolean UPDATE = Boolean.getBoolean("screenshots.update");
  private static final Path FILE =
      UPDATE
          ? Path.of("..", "docs", "images", "dashboard.png")
          : Path.of("target", "screenshots", "dashboard.png");

  private final Instance instance = Instance.fromEnvironment();
  private final Project project = Project.create(instance, "Demo shop");

  @Test
  void a_project_with_a_month_of_history_fills_every_chart(@TempDir Path folder) {
    loadHistory(folder.resolve("history.ndjson.gz"));
    Visitors.run(instance, project, "funnel");
    try (Chromium chromium = new Chromium()) {
      DashboardTab dashboard = new DashboardTab(chromium.newTab(), instance);
      dashboard.open(project);
      reportsAreFilledBeforeAnythingIsLive(dashboard);
      try (Visitors live = live()) {
        everyChartIsFilled(dashboard);
        dashboard.screenshot(FILE);
        assertThat(live.process().isAlive()).isTrue();
      }
    }
  }

  private void loadHistory(Path file) {
    // Up to where the live traffic begins, so that no visit is counted twice.
    Instant until = Instant.now().minus(Duration.ofMinutes(LIVE_MINUTES));
    Visitors.run(
        instance, project, "history", "--out", file.toString(), "--until", until.toString());
    Cli cli = new Cli(instance);
    cli.run(
        "job", "backfill", "--project", String.valueOf(project.id()), "--input", file.toString());
    cli.run("job", "rollups");
  }

  private Visitors live() {
    String minutes = String.valueOf(LIVE_MINUTES);
    return Visitors.start(instance, project, "live", "--rate", "12", "--warm-up-minutes", minutes);
  }

  private static void reportsAreFilledBeforeAnythingIsLive(DashboardTab dashboard) {
    dashboard.waitFor(dashboard.part("dau-chart").locator("canvas").first(), PATIENCE);
    assertThat(dashboard.part("empty-state").isVisible()).isFalse();
  }

  private static void everyChartIsFilled(DashboardTab dashboard) {
    Await.upTo(PATIENCE, "an hour of live events on the dashboard")
        .until(() -> dashboard.figure("events-last-hour"), events -> events > 20_000);
    Await.upTo(PATIENCE, "purchases in the live funnel")
        .until(
            () -> dashboard.funnelPersons("live-funnel"),
            steps -> steps.size() == 4 && steps.getLast() > 0);
    Await.upTo(PATIENCE, "purchases in the funnel of 30 days")
        .until(
            () -> dashboard.funnelPersons("funnel-chart"),
            steps -> steps.size() == 4 && steps.getLast() > 100);
    dashboard.waitFor(dashboard.part("dau-chart").locator("canvas").first(), PATIENCE);
    Await.upTo(PATIENCE, "the visitors of the last minutes")
        .until(() -> dashboard.figure("active-users"), users -> users > 10);
    assertThat(dashboard.part("error-banner").isVisible()).isFalse();
  }
}
