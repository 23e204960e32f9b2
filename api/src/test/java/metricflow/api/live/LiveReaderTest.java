package metricflow.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.query.LakeNames;
import metricflow.api.web.Json;
import metricflow.event.Dimension;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What the reader makes of the keys that streaming writes, in a real Redis. */
class LiveReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:05.900Z");
  private static final long MINUTE = NOW.getEpochSecond() / 60;
  private static final long TODAY = LocalDate.parse("2026-11-24").toEpochDay();
  private static final LiveDimensions DIMENSIONS =
      new LiveDimensions(List.of(Dimension.BROWSER, Dimension.UTM_SOURCE));
  private static final LiveKeys KEYS = new LiveKeys(7);
  private static final FunnelDefinition FUNNEL =
      new FunnelDefinition(
          "f1",
          "Landing to purchase",
          86_400,
          List.of(
              new FunnelStep("page_view", List.of(new FunnelStep.Filter(Dimension.PAGE, "/"))),
              new FunnelStep("sign_up", List.of()),
              new FunnelStep("purchase", List.of())));

  private static RedisServer server;

  private RedisClient redis;
  private LiveReader reader;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    redis = server.client();
    redis.flushAll();
    reader =
        new LiveReader(redis, new LakeNames("lake"), DIMENSIONS, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Test
  void the_last_hour_is_sixty_minutes_with_the_running_one_last() {
    count(MINUTE, "total", 3);
    count(MINUTE - 59, "total", 4);
    count(MINUTE - 60, "total", 1_000);
    redis.hset(new LiveKeys(8).minute(MINUTE), Map.of("total", "1000"));

    LiveSnapshot live = reader.read(7, List.of());

    assertThat(live.eventsPerMinute()).hasSize(60);
    assertThat(live.eventsPerMinute().getFirst())
        .isEqualTo(new LiveSnapshot.Minute("2026-11-24T02:01:00Z", 4));
    assertThat(live.eventsPerMinute().getLast())
        .isEqualTo(new LiveSnapshot.Minute("2026-11-24T03:00:00Z", 3));
    assertThat(live.eventsLastHour()).isEqualTo(7);
  }

  @Test
  void values_are_added_up_over_the_minutes_and_the_rest_is_no_value() {
    count(MINUTE, LiveDimensions.field(Dimension.PAGE, "/"), 2);
    count(MINUTE - 1, LiveDimensions.field(Dimension.PAGE, "/"), 3);
    count(MINUTE - 1, LiveDimensions.field(Dimension.PAGE, "/a|b"), 4);
    count(MINUTE - 1, LiveDimensions.field(Dimension.PAGE, LiveKeys.OTHER), 99);
    count(MINUTE, LiveDimensions.field(Dimension.EVENT, "click"), 1);
    count(MINUTE, LiveDimensions.field(Dimension.COUNTRY, "DE"), 6);
    count(MINUTE, LiveDimensions.field(Dimension.DEVICE, "mobile"), 7);
    count(MINUTE, LiveDimensions.field(Dimension.PLAN, "pro"), 8);

    LiveSnapshot live = reader.read(7, List.of());

    assertThat(live.topPages())
        .containsExactly(new LiveSnapshot.TopPage("/", 5), new LiveSnapshot.TopPage("/a|b", 4));
    assertThat(live.topEvents()).containsExactly(new LiveSnapshot.TopEvent("click", 1));
    assertThat(live.topCountries()).containsExactly(new LiveSnapshot.TopCountry("DE", 6));
    assertThat(live.topDevices()).containsExactly(new LiveSnapshot.TopDevice("mobile", 7));
  }

  @Test
  void plan_and_the_further_dimensions_have_rankings_with_what_the_cap_left_out() {
    count(MINUTE, LiveDimensions.field(Dimension.PLAN, "pro"), 8);
    count(MINUTE, LiveDimensions.field(Dimension.BROWSER, "Firefox"), 2);
    count(MINUTE, LiveDimensions.field(Dimension.BROWSER, "Chrome"), 5);
    count(MINUTE, LiveDimensions.field(Dimension.BROWSER, LiveKeys.OTHER), 3);
    count(MINUTE, LiveDimensions.field(Dimension.OS, "counted before the setting changed"), 9);

    assertThat(reader.read(7, List.of()).topValues())
        .containsExactly(
            new LiveSnapshot.TopValues("plan", List.of(new LiveSnapshot.TopValue("pro", 8)), 0),
            new LiveSnapshot.TopValues(
                "browser",
                List.of(
                    new LiveSnapshot.TopValue("Chrome", 5),
                    new LiveSnapshot.TopValue("Firefox", 2)),
                3),
            new LiveSnapshot.TopValues("utm_source", List.of(), 0));
  }

  @Test
  void step_events_beyond_the_cap_are_told_and_are_in_no_step() {
    redis.hset(KEYS.funnelSteps("f1", TODAY), Map.of("1", "60", LiveKeys.OTHER, "17"));

    LiveSnapshot.LiveFunnel funnel = reader.read(7, List.of(FUNNEL)).funnels().getFirst();

    assertThat(funnel.otherEvents()).isEqualTo(17);
    assertThat(funnel.steps().getFirst().persons()).isEqualTo(60);
  }

  @Test
  void ten_values_are_shown_and_equal_ones_in_their_order() {
    for (char page = 'a'; page <= 'l'; page++) {
      count(MINUTE, LiveDimensions.field(Dimension.PAGE, "/" + page), 1);
    }

    assertThat(reader.read(7, List.of()).topPages())
        .hasSize(10)
        .startsWith(new LiveSnapshot.TopPage("/a", 1), new LiveSnapshot.TopPage("/b", 1));
  }

  @Test
  void a_visitor_of_several_minutes_is_one_active_user() {
    redis.pfadd(KEYS.visitors(MINUTE), "ann", "bob");
    redis.pfadd(KEYS.visitors(MINUTE - 4), "bob", "cid");
    redis.pfadd(KEYS.visitors(MINUTE - 5), "dan");

    assertThat(reader.read(7, List.of()).activeUsers()).isEqualTo(3);
  }

  @Test
  void who_went_further_has_also_reached_the_steps_before() {
    redis.hset(KEYS.funnelSteps("f1", TODAY), Map.of("1", "60", "2", "28", "3", "12"));
    redis.hset(KEYS.funnelSteps("f1", TODAY - 1), Map.of("1", "5000"));

    assertThat(reader.read(7, List.of(FUNNEL)).funnels().getFirst().steps())
        .containsExactly(
            new LiveSnapshot.LiveStep("page_view page=/", 100),
            new LiveSnapshot.LiveStep("sign_up", 40),
            new LiveSnapshot.LiveStep("purchase", 12));
  }

  @Test
  void a_funnel_nobody_entered_has_all_its_steps() {
    assertThat(reader.read(7, List.of(FUNNEL)).funnels().getFirst().steps())
        .extracting(LiveSnapshot.LiveStep::persons)
        .containsExactly(0L, 0L, 0L);
  }

  @Test
  void the_feed_is_the_latest_twenty_as_they_were_written() {
    redis.lpush(
        KEYS.feed(),
        IntStream.range(0, 30).mapToObj("{\"event\":\"e%d\"}"::formatted).toArray(String[]::new));

    assertThat(reader.read(7, List.of()).feed()).hasSize(20);
    assertThat(reader.read(7, List.of()).feed().getFirst().path("event").textValue())
        .isEqualTo("e29");
  }

  @Test
  void freshness_is_the_age_of_what_was_applied() {
    redis.hset(LiveKeys.STREAM, LiveKeys.AS_OF, "" + NOW.minusMillis(900).toEpochMilli());

    LiveSnapshot live = reader.read(7, List.of());

    assertThat(live.asOf()).isEqualTo("2026-11-24T03:00:05Z");
    assertThat(live.freshnessMs()).isEqualTo(900);
    assertThat(reader.asOf()).contains(NOW.minusMillis(900));
  }

  @Test
  void before_the_first_event_everything_is_zero_and_the_age_unknown() throws IOException {
    LiveSnapshot live = reader.read(7, List.of());

    assertThat(live.freshnessMs()).isNull();
    assertThat(live.activeUsers()).isZero();
    assertThat(live.eventsLastHour()).isZero();
    assertThat(reader.asOf()).isEmpty();
    assertThat(
            Json.mapper().readTree(Json.bytes(live)).properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" ")))
        .isEqualTo(
            "project_id as_of source exact error_bound sql freshness_ms active_users"
                + " active_window_minutes events_per_minute events_last_hour top_pages top_events"
                + " top_countries top_devices top_values funnels feed");
  }

  @Test
  void without_redis_live_counters_are_unavailable_and_the_lake_is_not_affected()
      throws IOException {
    RedisClient gone;
    try (RedisServer other = RedisServer.start()) {
      gone = other.client();
    }
    try (gone) {
      LiveReader lost = new LiveReader(gone, new LakeNames("lake"), DIMENSIONS, Clock.systemUTC());

      assertThat(lost.asOf()).isEmpty();
      assertThatThrownBy(() -> lost.read(7, List.of(FUNNEL)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              told -> assertThat(told.problem().type()).isEqualTo(ProblemType.LIVE_UNAVAILABLE));
    }
  }

  private void count(long minute, String field, long events) {
    redis.hincrBy(KEYS.minute(minute), field, events);
  }
}
