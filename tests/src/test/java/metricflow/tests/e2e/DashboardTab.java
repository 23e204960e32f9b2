package metricflow.tests.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.Project;

/** The dashboard in a browser tab, read through its {@code data-testid} hooks. */
record DashboardTab(Page page, Instance instance) {

  void open(Project project) {
    page.navigate(instance.api().resolve("/dashboard/#key=" + project.readKey()).toString());
  }

  Locator part(String testId) {
    return page.getByTestId(testId);
  }

  /** Waits until a feed row of this event and page is shown. */
  void waitForFeedRow(String event, String eventPage, Duration limit) {
    String filter = "[data-event='%s'][data-page='%s']".formatted(event, eventPage);
    waitFor(part("feed").locator(filter).first(), limit);
  }

  /** Waits until a step of the live funnel has this many persons; steps count from 0. */
  void waitForLiveFunnel(int step, int persons, Duration limit) {
    waitFor(funnelStep("live-funnel", step, persons), limit);
  }

  void waitForFunnelChart(int step, int persons, Duration limit) {
    waitFor(funnelStep("funnel-chart", step, persons), limit);
  }

  private Locator funnelStep(String chart, int step, int persons) {
    return part(chart)
        .locator("[data-step-index='%d'][data-persons='%d']".formatted(step, persons));
  }

  void waitFor(Locator locator, Duration limit) {
    locator.waitFor(
        new Locator.WaitForOptions()
            .setState(WaitForSelectorState.ATTACHED)
            .setTimeout(limit.toMillis()));
  }

  /** The number a figure shows, or -1 while it shows none. */
  long figure(String testId) {
    String value = part(testId).getAttribute("data-value");
    return value == null || value.isEmpty() ? -1 : Long.parseLong(value);
  }

  /** Persons per step of a funnel as drawn. */
  List<Integer> funnelPersons(String chart) {
    return part(chart).locator("[data-step-index]").all().stream()
        .map(step -> Integer.parseInt(step.getAttribute("data-persons")))
        .toList();
  }

  void screenshot(Path file) {
    // Above the page, so that a chart's tooltip or a hovered row is not in the picture.
    page.mouse().move(0, 0);
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }
}
