package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.LiveTotals;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/** The streaming job dies again and again under traffic; no count may show it. */
class ExactlyOnceIT {
  private static final int KILLS = 3;
  private static final Duration CATCH_UP = Duration.ofSeconds(120);

  private final Instance instance = Instance.fromEnvironment();
  private final Cli cli = new Cli(instance);
  private final Project project = Project.create(instance, "exactly once");

  @Test
  void every_acknowledged_event_is_counted_once_although_streaming_is_killed_three_times()
      throws Exception {
    long firstMinute = System.currentTimeMillis() / 60_000;
    Set<String> acknowledged;
    try (NumberedTraffic traffic = new NumberedTraffic(project)) {
      traffic.start();
      for (int kill = 0; kill < KILLS; kill++) {
        letItRun();
        cli.run("kill", "streaming");
        cli.run("start", "streaming");
      }
      letItRun();
      acknowledged = traffic.stop();
      Figures.record("exactly_once.retried_batches", traffic.retries());
    }
    Figures.record("exactly_once.acknowledged_events", acknowledged.size());
    Figures.record("exactly_once.kills", KILLS);
    theLakeHoldsExactly(acknowledged);
    redisCounts(acknowledged.size(), firstMinute);
  }

  /** A random moment within a few micro-batches, so that kills hit different phases of one. */
  private static void letItRun() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(3_000, 6_000));
  }

  private void theLakeHoldsExactly(Set<String> acknowledged) throws Exception {
    try (LakeSql lake = new LakeSql(instance)) {
      long start = System.nanoTime();
      Await.upTo(CATCH_UP, "%d events in the lake".formatted(acknowledged.size()))
          .until(
              () -> lake.number("SELECT count(*) FROM events WHERE project_id = ?", project.id()),
              rows -> rows >= acknowledged.size());
      Figures.record("exactly_once.catch_up_ms", (System.nanoTime() - start) / 1_000_000);
      List<String> stored =
          lake.texts("SELECT event_id FROM events WHERE project_id = ?", project.id());
      Set<String> distinct = new TreeSet<>(stored);
      Figures.record("exactly_once.rows_in_lake", stored.size());
      assertThat(stored).as("rows, none twice").hasSameSizeAs(distinct);
      assertThat(distinct).as("exactly what was acknowledged").isEqualTo(acknowledged);
    }
  }

  private void redisCounts(int acknowledged, long firstMinute) {
    try (LiveTotals live = new LiveTotals(instance, project)) {
      long counted =
          Await.upTo(CATCH_UP, "%d events in Redis".formatted(acknowledged))
              .until(
                  () -> live.events(firstMinute, System.currentTimeMillis() / 60_000),
                  events -> events >= acknowledged);
      Figures.record("exactly_once.events_in_redis", counted);
      assertThat(counted).isEqualTo(acknowledged);
    }
  }
}
