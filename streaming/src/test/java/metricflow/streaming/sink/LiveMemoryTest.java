package metricflow.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.EventNames;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveKeys;
import metricflow.streaming.LocalRedis;
import metricflow.streaming.TestEvents;
import metricflow.streaming.live.Patience;
import metricflow.streaming.step.FoldOf;
import metricflow.streaming.step.ProjectFold;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The table of keys in README.md: a real Redis filled to its caps with the longest texts. */
class LiveMemoryTest {
  private static final int PROJECT = 7;
  private static final long NOW = 1_795_500_000_000L;
  private static final long DAY = NOW / 86_400_000;
  private static final LiveKeys KEYS = new LiveKeys(PROJECT);
  private static final FunnelDefinition FUNNEL =
      new FunnelDefinition(
          "f1",
          "Two steps",
          60,
          List.of(new FunnelStep("page_view", List.of()), new FunnelStep("sign_up", List.of())));

  private static final long MINUTE_BYTES = 1_100_000;
  private static final long VISITORS_BYTES = 20_000;
  private static final long FEED_BYTES = 1_300_000;
  private static final long FUNNEL_ID_BYTES = 2_000;
  private static final long IDENTITY_ID_BYTES = 2_200;

  @TempDir static Path folder;
  private static LocalRedis server;
  private static RedisClient redis;
  private final RedisSink sink = new RedisSink(redis);
  private long batch;

  @BeforeAll
  static void startRedis() throws Exception {
    server = LocalRedis.start(folder);
    redis = server.client();
  }

  @AfterAll
  static void stopRedis() {
    server.close();
  }

  @BeforeEach
  void emptyRedis() {
    redis.flushAll();
  }

  @Test
  void a_minute_of_endless_values_and_visitors_and_a_feed_of_the_longest_events() throws Exception {
    String longText = "\u0001".repeat(EventLimits.defaults().maxTextLength());
    for (int round = 0; round < 3; round++) {
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        String id = longId(round * 5_000 + i);
        events.add(
            new Event(
                new UUID(round, i),
                id,
                id,
                id,
                id,
                i,
                NOW,
                NOW,
                null,
                id + longText,
                null,
                null,
                null,
                id,
                longText,
                longText,
                null,
                null,
                id,
                null,
                null,
                null));
      }
      apply(events);
    }

    assertThat(redis.hget(KEYS.minute(NOW / 60_000), LiveKeys.TOTAL_FIELD)).isEqualTo("15000");
    assertThat(bytes(KEYS.minute(NOW / 60_000))).isLessThan(MINUTE_BYTES);
    assertThat(bytes(KEYS.visitors(NOW / 60_000))).isLessThan(VISITORS_BYTES);
    assertThat(bytes(KEYS.feed())).isLessThan(FEED_BYTES);
  }

  @Test
  void an_id_in_a_funnel_with_endless_steps() throws Exception {
    int ids = 2_000;
    for (int round = 0; round < 4; round++) {
      List<Event> events = new ArrayList<>();
      for (int id = 0; id < ids; id++) {
        for (int i = 0; i < 30; i++) {
          events.add(
              TestEvents.event(
                  i % 2 == 0 ? "page_view" : "sign_up", longId(id), NOW + round * 100 + i, i));
        }
      }
      apply(events);
    }

    assertThat(redis.hlen(persons())).isEqualTo(ids);
    assertThat(bytes(persons()) / ids).isBetween(1_024L, FUNNEL_ID_BYTES);
  }

  @Test
  void ids_beyond_the_cap_of_a_funnel_are_counted_as_other_and_not_kept() throws Exception {
    int beyond = 500;
    for (int from = 0; from < LiveKeys.MAX_FUNNEL_IDS + beyond; from += 10_050) {
      List<Event> events = new ArrayList<>();
      for (int id = from; id < from + 10_050; id++) {
        events.add(TestEvents.event("page_view", "id " + id, NOW, 1));
      }
      apply(events);
    }

    assertThat(redis.hlen(persons())).isEqualTo(LiveKeys.MAX_FUNNEL_IDS);
    assertThat(redis.hgetAll(KEYS.funnelSteps("f1", DAY)))
        .containsEntry("1", "" + LiveKeys.MAX_FUNNEL_IDS)
        .containsEntry(LiveKeys.OTHER, "" + beyond);
    assertThat(bytes(persons())).isLessThan(FUNNEL_ID_BYTES * LiveKeys.MAX_FUNNEL_IDS);
  }

  @Test
  void ids_tied_together_in_chains_up_to_the_cap() throws Exception {
    int statements = LiveKeys.MAX_IDENTITY_IDS + 5_000;
    for (int from = 0; from < statements; from += 5_000) {
      List<Event> events = new ArrayList<>();
      for (int i = from; i < from + 5_000; i++) {
        // The last of a chain would tie more ids than a person may have, so it is left out.
        events.add(TestEvents.event(EventNames.IDENTIFY, longId(i + 1), longId(i), NOW, 1));
      }
      apply(events);
    }

    assertThat(redis.hlen(KEYS.identity(DAY)))
        .isBetween(LiveKeys.MAX_IDENTITY_IDS - 2L, (long) LiveKeys.MAX_IDENTITY_IDS);
    assertThat(bytes(KEYS.identity(DAY))).isLessThan(IDENTITY_ID_BYTES * LiveKeys.MAX_IDENTITY_IDS);
  }

  private static String persons() {
    return KEYS.funnelPersons("f1", DAY);
  }

  /** As long as an id may be, each character three bytes. */
  private static String longId(int number) {
    String digits = Integer.toString(number);
    return digits + "\u20ac".repeat(EventLimits.defaults().maxIdLength() - digits.length());
  }

  private void apply(List<Event> events) throws InterruptedException {
    ProjectFold fold = FoldOf.events(List.of(FUNNEL), events.toArray(Event[]::new));
    long number = batch++;
    // As the job does: an answer may take longer than the client waits.
    Patience.untilRedisAnswers(
        () -> sink.apply("query", number, PROJECT, fold, List.of(FUNNEL), NOW));
  }

  private static long bytes(String key) {
    return redis.memoryUsage(key, 0);
  }
}
