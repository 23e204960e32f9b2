package metricflow.tests.exactlyonce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.LiveTotals;
import metricflow.tests.instance.Project;

/**
 * Kills the streaming job of a running instance again and again under traffic, lets it catch up,
 * and asks the {@link Oracle}.
 */
public final class ExactlyOnceRun {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long FIRST_TRAFFIC_SECONDS = 2;

  /** Minutes before the start in which late events may lie. */
  private static final int LATE_MINUTES = 3;

  private final Instance instance;
  private final Settings settings;
  private final StreamingJob streaming;
  private final List<Duration> restarts = new ArrayList<>();

  /** A run on {@code instance}, whose files {@code environment} names. */
  public ExactlyOnceRun(Instance instance, Map<String, String> environment, Settings settings) {
    this.instance = instance;
    this.settings = settings;
    this.streaming = StreamingJob.of(instance, environment);
  }

  /** Prints a line for each death; leaves streaming running. */
  public Report run() throws Exception {
    Map<Project, List<FunnelDefinition>> projects = new LinkedHashMap<>();
    IntStream.rangeClosed(1, settings.projects())
        .mapToObj(number -> Project.create(instance, "exactly once " + number))
        .forEach(project -> projects.put(project, saveFunnels(project)));
    List<Death> deaths = Death.plan(settings);
    long firstMinute = minuteNow() - LATE_MINUTES;
    List<Sent> sent;
    System.out.printf("seed %d, %,d events/s%n", settings.seed(), settings.rate());
    try (NumberedTraffic traffic = new NumberedTraffic(List.copyOf(projects.keySet()), settings)) {
      traffic.start();
      TimeUnit.SECONDS.sleep(FIRST_TRAFFIC_SECONDS);
      streaming.kill();
      for (int i = 0; i < deaths.size(); i++) {
        long began = System.nanoTime();
        die(deaths.get(i));
        System.out.printf(
            "death %d of %d, %s: %.1f s, %,d events acknowledged%n",
            i + 1,
            deaths.size(),
            deaths.get(i).label(),
            (System.nanoTime() - began) / 1e9,
            traffic.acknowledged());
      }
      start();
      sent = traffic.stop();
    }
    List<Check> checks = new ArrayList<>();
    awaitAllApplied(sent.getFirst().project());
    try (LakeSql lake = new LakeSql(instance)) {
      for (Sent one : sent) {
        checks.addAll(check(lake, one, projects.get(one.project()), firstMinute));
      }
    }
    return new Report(
        sent.stream().mapToLong(one -> size(one.accepted()) + size(one.rejected())).sum(),
        sent.stream().mapToLong(one -> size(one.repeated())).sum(),
        deaths.size() + 1,
        restarts,
        checks);
  }

  private void die(Death death) throws Exception {
    switch (death) {
      case Death.AtPoint(var point, int microBatch) -> streaming.startToDieAt(point, microBatch);
      case Death.WhileStarting(Duration afterLaunch) -> streaming.startAndKill(afterLaunch);
      case Death.AtRandom(Duration afterReady) -> {
        start();
        TimeUnit.MILLISECONDS.sleep(afterReady.toMillis());
        streaming.kill();
      }
      case Death.LastCommitForgotten() -> {
        start();
        streaming.killAndForgetLastCommit();
      }
      case Death.AfterThatOf(String component, Duration afterReady) -> {
        start();
        streaming.restartOther(component);
        TimeUnit.MILLISECONDS.sleep(afterReady.toMillis());
        streaming.kill();
      }
    }
  }

  private void start() {
    long began = System.nanoTime();
    streaming.start();
    restarts.add(Duration.ofNanos(System.nanoTime() - began));
  }

  /** Streaming says up to when it has applied the bus. */
  private void awaitAllApplied(Project any) {
    long sentBefore = System.currentTimeMillis();
    try (LiveTotals live = new LiveTotals(instance, any)) {
      Await.upTo(PATIENCE, "all events before %d to be applied".formatted(sentBefore))
          .until(live::asOf, asOf -> asOf > sentBefore);
    }
  }

  private List<Check> check(
      LakeSql lake, Sent sent, List<FunnelDefinition> funnels, long firstMinute) {
    try (LiveTotals live = new LiveTotals(instance, sent.project())) {
      return new Oracle(new LakeCounts(lake, sent.project()), live, funnels)
          .check(sent, firstMinute, minuteNow());
    }
  }

  /**
   * One funnel whose window is shorter than many a visit, one in which an event fills two steps.
   */
  private List<FunnelDefinition> saveFunnels(Project project) {
    List<FunnelDefinition> funnels =
        List.of(
            saveFunnel(
                project,
                "quick purchase",
                2,
                List.of(
                    Project.step("page_view"), Project.step("sign_up"), Project.step("purchase"))),
            saveFunnel(
                project,
                "interest",
                86_400,
                List.of(
                    Project.step("page_view"),
                    Project.pageView("/pricing"),
                    Project.step("page_view"),
                    Project.step("click"))));
    try (LiveTotals live = new LiveTotals(instance, project)) {
      for (FunnelDefinition funnel : funnels) {
        Await.upTo(PATIENCE, "streaming to be told of the funnel " + funnel.funnelId())
            .until(() -> live.isPublished(funnel.funnelId()), published -> published);
      }
    }
    return funnels;
  }

  private static FunnelDefinition saveFunnel(
      Project project, String name, int windowSeconds, List<Map<String, Object>> steps) {
    String saved =
        project
            .saveFunnel(
                Map.of("name", name, "conversion_window_seconds", windowSeconds, "steps", steps))
            .text();
    return FunnelDefinitionsJson.decode("[" + saved + "]").getFirst();
  }

  private static long size(BitSet numbers) {
    return numbers.cardinality();
  }

  private static long minuteNow() {
    return System.currentTimeMillis() / 60_000;
  }
}
