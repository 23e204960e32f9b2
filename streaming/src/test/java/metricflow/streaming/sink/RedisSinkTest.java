package metricflow.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.LocalRedis;
import metricflow.streaming.TestEvents;
import metricflow.streaming.step.FoldOf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisSinkTest {
  private static final int PROJECT = 7;
  private static final long NOW = 1_795_500_000_000L;
  private static final long MINUTE = NOW / 60_000;
  private static final LiveKeys KEYS = new LiveKeys(PROJECT);
  private static final FunnelDefinition FUNNEL =
      new FunnelDefinition(
          "f1",
          "Sign-up",
          60,
          List.of(new FunnelStep("page_view", List.of()), new FunnelStep("sign_up", List.of())));

  @TempDir static Path folder;
  private static LocalRedis redisServer;
  private static RedisClient redis;
  private RedisSink sink;

  @BeforeAll
  static void startRedis() throws Exception {
    redisServer = LocalRedis.start(folder);
    redis = redisServer.client();
  }

  @AfterAll
  static void stopRedis() {
    redisServer.close();
  }

  @BeforeEach
  void emptyRedis() {
    redis.flushAll();
    sink = new RedisSink(redis);
  }

  @Test
  void counts_events_by_minute_and_dimension() {
    apply(
        1, TestEvents.event("page_view", "ann", NOW, 1), TestEvents.event("click", "bob", NOW, 1));

    Map<String, String> minute = redis.hgetAll(KEYS.minute(MINUTE));
    assertThat(minute)
        .containsEntry("total", "2")
        .containsEntry("event|page_view", "1")
        .containsEntry("event|click", "1")
        .containsEntry("page|/", "2")
        .containsEntry("country|DE", "2")
        .containsEntry("device|mobile", "2");
    assertThat(redis.pfcount(KEYS.visitors(MINUTE))).isEqualTo(2);
    assertThat(redis.ttl(KEYS.minute(MINUTE))).isBetween(1L, (long) LiveKeys.MINUTE_TTL_SECONDS);
  }

  @Test
  void a_repeated_micro_batch_changes_nothing() {
    Event event = TestEvents.event("page_view", "ann", NOW, 1);
    assertThat(apply(5, event)).isTrue();
    assertThat(apply(5, event)).isFalse();
    assertThat(apply(4, event)).isFalse();

    assertThat(redis.hget(KEYS.minute(MINUTE), "total")).isEqualTo("1");
    assertThat(redis.llen(KEYS.feed())).isEqualTo(1);
  }

  @Test
  void a_new_checkpoint_counts_its_batches_from_zero() {
    apply(5, TestEvents.event("page_view", "ann", NOW, 1));
    boolean applied =
        sink.apply(
            "another query",
            0,
            PROJECT,
            FoldOf.events(List.of(), TestEvents.event("page_view", "ann", NOW, 2)),
            List.of(),
            NOW);

    assertThat(applied).isTrue();
    assertThat(redis.hget(KEYS.minute(MINUTE), "total")).isEqualTo("2");
  }

  @Test
  void a_person_moves_through_a_live_funnel_once() {
    apply(1, TestEvents.event("page_view", "ann", NOW, 1));
    apply(2, TestEvents.event("page_view", "ann", NOW + 1_000, 2));
    apply(3, TestEvents.event("sign_up", "ann", NOW + 2_000, 3));
    apply(4, TestEvents.event("page_view", "bob", NOW + 2_000, 1));
    apply(5, TestEvents.event("sign_up", "ann", NOW + 3_000, 4));

    assertThat(funnelSteps()).containsEntry("2", "1").containsEntry("1", "1");
  }

  @Test
  void steps_that_arrive_out_of_order_still_convert() {
    apply(1, TestEvents.event("sign_up", "ann", NOW + 2_000, 3));
    apply(2, TestEvents.event("page_view", "ann", NOW, 1));

    assertThat(funnelSteps()).containsEntry("2", "1");
  }

  @Test
  void values_beyond_the_cap_count_as_other() {
    Event[] pages = new Event[LiveKeys.MAX_MINUTE_FIELDS + 10];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = TestEvents.event("event " + i, "ann", NOW, i);
    }
    apply(1, pages);
    apply(2, TestEvents.event("one more", "ann", NOW, 1));

    Map<String, String> minute = redis.hgetAll(KEYS.minute(MINUTE));
    assertThat(minute).doesNotContainKey("event|one more");
    assertThat(minute)
        .hasSizeLessThanOrEqualTo(LiveKeys.MAX_MINUTE_FIELDS + LiveDimensions.STANDARD.size());
    assertThat(minute.get("total")).isEqualTo("" + (pages.length + 1));
    assertThat(
            minute.entrySet().stream()
                .filter(field -> field.getKey().startsWith("event|"))
                .mapToLong(field -> Long.parseLong(field.getValue()))
                .sum())
        .as("named and other")
        .isEqualTo(pages.length + 1);
  }

  @Test
  void minutes_that_would_have_expired_are_left_out() {
    apply(1, TestEvents.event("page_view", "ann", NOW - 5 * 3_600_000L, 1));

    assertThat(redis.keys("mf:{7}:minute:*")).isEmpty();
  }

  private boolean apply(long batchId, Event... events) {
    return sink.apply(
        "query", batchId, PROJECT, FoldOf.events(List.of(FUNNEL), events), List.of(FUNNEL), NOW);
  }

  private static Map<String, String> funnelSteps() {
    return redis.hgetAll(KEYS.funnelSteps("f1", NOW / 86_400_000));
  }
}
