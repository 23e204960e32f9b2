package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/** One person buys in the demo shop; a colleague watches the dashboard. */
class ShopJourneyIT {
  private static final Duration PROMISE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String LANDING = "/shop/";
  private static final List<Map<String, Object>> STEPS =
      List.of(Project.pageView(LANDING), Project.step("sign_up"), Project.step("purchase"));

  private final Instance instance = Instance.fromEnvironment();
  private final DashboardDelay delays = new DashboardDelay();
  private final Project project = Project.create(instance, "shop journey");

  @Test
  void a_purchase_is_on_the_dashboard_within_five_seconds_and_exact_in_the_lake() throws Exception {
    project.saveFunnel(
        Map.of("name", "Landing to purchase", "conversion_window_seconds", 86_400, "steps", STEPS));
    try (Chromium chromium = new Chromium();
        LakeSql lake = new LakeSql(instance)) {
      Page shop = chromium.newTab();
      SentEvents sent = SentEvents.watch(shop);
      DashboardTab dashboard = new DashboardTab(chromium.newTab(), instance);
      dashboard.open(project);
      dashboard.part("empty-state").waitFor();

      walkThroughTheShop(shop, dashboard);
      dashboardAgreesWithTheLiveApi(dashboard);
      theLakeHoldsTheVeryEvents(lake, sent.eventIds());
      queriesCountOnePerson();
      new Cli(instance).run("job", "rollups");
      theLakeKnowsOnePerson(lake);
      queriesCountOnePerson();
      takeScreenshots(dashboard);
      assertThat(delays.millis().values())
          .as("milliseconds from click to dashboard: %s", delays.millis())
          .allMatch(millis -> millis <= PROMISE.toMillis());
    }
  }

  private void walkThroughTheShop(Page shop, DashboardTab dashboard) {
    String address = instance.api().resolve(LANDING).toString();
    delays.measure(
        "landing",
        () -> shop.navigate(address + "?write_key=" + project.writeKey()),
        () -> dashboard.waitForFeedRow("page_view", LANDING, PATIENCE));
    delays.measure(
        "pricing",
        () -> shop.getByTestId("pricing-link").click(),
        () -> dashboard.waitForFeedRow("page_view", LANDING + "pricing.html", PATIENCE));
    shop.getByTestId("signup-link").first().click();
    shop.getByTestId("signup-email").fill("ada@example.com");
    shop.getByTestId("signup-plan").selectOption("pro");
    delays.measure(
        "sign_up",
        () -> shop.getByTestId("signup-submit").click(),
        () -> {
          dashboard.waitForFeedRow("sign_up", LANDING + "signup.html", PATIENCE);
          dashboard.waitForLiveFunnel(1, 1, PATIENCE);
        });
    delays.measure(
        "purchase",
        () -> shop.getByTestId("buy").click(),
        () -> {
          dashboard.waitForFeedRow("purchase", LANDING + "checkout.html", PATIENCE);
          dashboard.waitForLiveFunnel(2, 1, PATIENCE);
        });
    shop.waitForURL("**/thanks.html");
    dashboard.waitForFeedRow("page_view", LANDING + "thanks.html", PATIENCE);
  }

  private void dashboardAgreesWithTheLiveApi(DashboardTab dashboard) {
    JsonNode live = project.live();
    long events = live.path("events_last_hour").asLong();
    Await.upTo(PATIENCE, "the counter to show all %d events".formatted(events))
        .until(() -> dashboard.figure("events-last-hour"), shown -> shown == events);
    assertThat(dashboard.figure("active-users")).isEqualTo(1);
    assertThat(dashboard.figure("events-last-minute")).isPositive();
    assertThat(dashboard.funnelPersons("live-funnel")).containsExactly(1, 1, 1);
    assertThat(dashboard.part("top-pages").textContent()).contains(LANDING);
    assertThat(dashboard.part("error-banner").isVisible()).isFalse();
  }

  private void theLakeHoldsTheVeryEvents(LakeSql lake, Set<String> sent) {
    assertThat(sent).hasSizeGreaterThanOrEqualTo(8);
    Await.upTo(PATIENCE, "the events the browser sent to be in the lake")
        .until(
            () ->
                new TreeSet<>(
                    lake.texts("SELECT event_id FROM events WHERE project_id = ?", project.id())),
            sent::equals);
  }

  private void theLakeKnowsOnePerson(LakeSql lake) {
    assertThat(
            lake.texts("SELECT DISTINCT person_id FROM events WHERE project_id = ?", project.id()))
        .containsExactly("ada@example.com");
    assertThat(
            lake.number(
                """
                SELECT count(*) FROM events
                WHERE project_id = ? AND page = ? AND distinct_id = anonymous_id
                """,
                project.id(),
                LANDING))
        .as("the landing was anonymous")
        .isPositive();
  }

  private void queriesCountOnePerson() {
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    String from = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    assertThat(project.funnel(from, today, STEPS)).containsExactly(1, 1, 1);
    JsonNode users = project.query(Map.of("kind", "daily_active_users", "from", from, "to", today));
    assertThat(users.path("exact").asBoolean()).isTrue();
    long total = 0;
    for (JsonNode day : users.path("total")) {
      total += day.asLong();
    }
    // Two when the journey happened to cross midnight: one person, active on two days.
    assertThat(total)
        .isBetween(1L, today.equals(LocalDate.now(ZoneOffset.UTC).toString()) ? 1L : 2L);
  }

  private static void takeScreenshots(DashboardTab dashboard) {
    dashboard.page().reload();
    Locator reports = dashboard.part("funnel-chart").locator("[data-step-index='2']");
    dashboard.waitFor(reports, PATIENCE);
    dashboard.waitFor(dashboard.part("dau-chart").locator("canvas").first(), PATIENCE);
    dashboard.screenshot(SCREENSHOTS.resolve("dashboard-light.png"));
    dashboard.part("theme-toggle").click();
    dashboard.waitFor(dashboard.page().locator("html[data-theme='dark']"), PATIENCE);
    dashboard.screenshot(SCREENSHOTS.resolve("dashboard-dark.png"));
  }
}
