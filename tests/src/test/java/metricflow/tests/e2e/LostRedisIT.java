package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import metricflow.live.LiveKeys;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.LiveTotals;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Redis loses everything under traffic; afterwards it says what the lake says. */
class LostRedisIT {
  private static final Duration CATCH_UP = Duration.ofSeconds(120);

  private final Instance instance = Instance.fromEnvironment();
  private final Cli cli = new Cli(instance);
  private final Project project = Project.create(instance, "lost redis");

  @Test
  void redis_equals_the_lake_after_it_was_emptied_and_after_it_was_killed_and_its_data_removed()
      throws Exception {
    project.saveFunnel(
        Map.of(
            "name",
            "Visit to sign-up",
            "conversion_window_seconds",
            3600,
            "steps",
            List.of(Project.step("visit"), Project.step("sign_up"))));
    twoDevicesOfOnePersonConvert();
    Set<String> acknowledged;
    try (SteadyTraffic traffic = new SteadyTraffic(project)) {
      traffic.start();
      letItRun();
      long start = System.nanoTime();
      flushRedis();
      countsAgain();
      Figures.record("lost_redis.whole_after_flushall_ms", millisSince(start));
      letItRun();
      start = System.nanoTime();
      loseRedisAndItsData();
      countsAgain();
      Figures.record("lost_redis.whole_after_new_server_ms", millisSince(start));
      letItRun();
      acknowledged = traffic.stop();
    }
    Figures.record("lost_redis.acknowledged_events", acknowledged.size());
    int sent = acknowledged.size() + 3;
    try (LakeSql lake = new LakeSql(instance);
        LiveTotals live = new LiveTotals(instance, project)) {
      Await.upTo(CATCH_UP, sent + " events in the lake")
          .until(
              () -> lake.number("SELECT count(*) FROM events WHERE project_id = ?", project.id()),
              rows -> rows >= sent);
      Map<Long, Long> truth = perMinute(lake);
      assertThat(truth.values().stream().mapToLong(n -> n).sum()).isEqualTo(sent);
      Map<Long, Long> counted =
          Await.upTo(CATCH_UP, "Redis to count " + truth)
              .until(() -> perMinute(live, truth.keySet()), truth::equals);
      assertThat(counted).isEqualTo(truth);
      theDashboardShowsIt(sent);

      String told = cli.run("job", "rebuild-live");
      assertThat(told).contains("The live view is rebuilt:");
      assertThat(perMinute(live, truth.keySet())).isEqualTo(truth);
    }
  }

  /** A visit on the phone, a sign-up on the desktop, and both identified as ada. */
  private void twoDevicesOfOnePersonConvert() {
    project.send(List.of(Map.of("event", "visit", "distinct_id", "phone"))).expect(200);
    project.send(List.of(Map.of("event", "sign_up", "distinct_id", "ada"))).expect(200);
    project
        .send(List.of(Map.of("event", "$identify", "distinct_id", "ada", "anonymous_id", "phone")))
        .expect(200);
  }

  private void theDashboardShowsIt(int sent) {
    JsonNode live =
        Await.upTo(CATCH_UP, "the funnel with one conversion of one person")
            .until(project::live, snapshot -> persons(snapshot).equals(List.of(1, 1)));
    assertThat(live.path("events_last_hour").asInt()).isEqualTo(sent);
    assertThat(live.path("freshness_ms").isNumber()).isTrue();
    assertThat(live.path("active_users").asInt()).isPositive();
    assertThat(live.path("feed")).isNotEmpty();
  }

  private static List<Integer> persons(JsonNode snapshot) {
    return Stream.of(0, 1)
        .map(step ->
            snapshot.path("funnels").path(0).path("steps").path(step).path("persons").asInt())
        .toList();
  }

  private void flushRedis() {
    try (RedisClient redis = redis()) {
      redis.flushAll();
    }
  }

  private void loseRedisAndItsData() throws IOException {
    Path data;
    try (RedisClient redis = redis()) {
      data = Path.of(redis.configGet("dir").get("dir"));
    }
    cli.run("kill", "redis");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    cli.run("start", "redis");
  }

  private RedisClient redis() {
    return RedisClient.create(URI.create("redis://" + instance.redis()));
  }

  /** Until Redis holds a whole view again, told by its mark of freshness. */
  private void countsAgain() {
    try (RedisClient redis = redis()) {
      Await.upTo(CATCH_UP, "the live view to be whole")
          .until(() -> redis.hexists(LiveKeys.STREAM, LiveKeys.AS_OF), there -> there);
    }
  }

  private static void letItRun() throws InterruptedException {
    TimeUnit.SECONDS.sleep(4);
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private Map<Long, Long> perMinute(LakeSql lake) {
    Map<Long, Long> minutes = new TreeMap<>();
    lake.rows(
            "SELECT CAST(floor(to_unixtime(event_time) / 60) AS BIGINT), count(DISTINCT event_id)"
                + " FROM events WHERE project_id = ? GROUP BY 1",
            project.id())
        .forEach(row ->
            minutes.put(((Number) row.get(0)).longValue(), ((Number) row.get(1)).longValue()));
    return minutes;
  }

  private static Map<Long, Long> perMinute(LiveTotals live, Set<Long> minutes) {
    Map<Long, Long> counted = new TreeMap<>();
    minutes.forEach(minute -> counted.put(minute, live.events(minute, minute)));
    return counted;
  }
}
