package metricflow.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import metricflow.api.query.Freshness;
import metricflow.api.query.LakeNames;
import metricflow.api.web.Json;
import metricflow.event.Dimension;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Reads live counters, all of a project's in one round trip. Thread-safe. */
public final class LiveReader implements Freshness {
  private static final int MINUTES_SHOWN = 60;
  private static final int FEED_SHOWN = 20;
  private static final long MINUTE_SECONDS = 60;

  private final UnifiedJedis redis;
  private final EventsPerMinuteSql sql;
  private final List<Dimension> ranked;
  private final Clock clock;

  /** A reader of {@code redis}, which stays its caller's. */
  public LiveReader(UnifiedJedis redis, LakeNames names, LiveDimensions dimensions, Clock clock) {
    this.redis = redis;
    this.ranked = Stream.concat(Stream.of(Dimension.PLAN), dimensions.further().stream()).toList();
    this.sql = new EventsPerMinuteSql(names);
    this.clock = clock;
  }

  private record Answers(
      Response<String> asOf,
      List<Response<Map<String, String>>> minutes,
      Response<Long> activeUsers,
      Response<List<String>> feed,
      List<Response<Map<String, String>>> funnelSteps) {}

  /**
   * The project right now.
   *
   * @param funnels the project's saved funnels
   * @throws ProblemException {@code LIVE_UNAVAILABLE} when Redis does not answer
   */
  public LiveSnapshot read(int projectId, List<FunnelDefinition> funnels) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return snapshot(projectId, funnels, now, ask(new LiveKeys(projectId), funnels, now));
    } catch (JedisException unavailable) {
      throw new ProblemException(
          ProblemType.LIVE_UNAVAILABLE, "The live counters do not answer.", unavailable);
    }
  }

  @Override
  public Optional<Instant> asOf() {
    try {
      return instant(redis.hget(LiveKeys.STREAM, LiveKeys.AS_OF));
    } catch (JedisException unavailable) {
      return Optional.empty();
    }
  }

  private Answers ask(LiveKeys keys, List<FunnelDefinition> funnels, Instant now) {
    long minute = runningMinute(now);
    long day = now.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      Answers answers =
          new Answers(
              pipeline.hget(LiveKeys.STREAM, LiveKeys.AS_OF),
              last(MINUTES_SHOWN, minute).mapToObj(m -> pipeline.hgetAll(keys.minute(m))).toList(),
              pipeline.pfcount(
                  last(LiveKeys.ACTIVE_WINDOW_MINUTES, minute)
                      .mapToObj(keys::visitors)
                      .toArray(String[]::new)),
              pipeline.lrange(keys.feed(), 0, FEED_SHOWN - 1L),
              funnels.stream()
                  .map(funnel -> pipeline.hgetAll(keys.funnelSteps(funnel.funnelId(), day)))
                  .toList());
      pipeline.sync();
      return answers;
    }
  }

  private LiveSnapshot snapshot(
      int projectId, List<FunnelDefinition> funnels, Instant now, Answers answers) {
    Optional<Instant> applied = instant(answers.asOf.get());
    String asOf = applied.orElse(now).toString();
    MinuteCounts counts = new MinuteCounts();
    List<LiveSnapshot.Minute> minutes = new ArrayList<>();
    long minute = runningMinute(now) - MINUTES_SHOWN;
    for (Response<Map<String, String>> hash : answers.minutes) {
      String start = Instant.ofEpochSecond(++minute * MINUTE_SECONDS).toString();
      minutes.add(new LiveSnapshot.Minute(start, counts.add(hash.get())));
    }
    List<LiveSnapshot.LiveFunnel> liveFunnels = new ArrayList<>();
    for (int i = 0; i < funnels.size(); i++) {
      liveFunnels.add(funnel(funnels.get(i), asOf, answers.funnelSteps.get(i).get()));
    }
    return new LiveSnapshot(
        projectId,
        asOf,
        "live",
        false,
        new LiveSnapshot.ErrorBound(LiveKeys.ACTIVE_USERS_ERROR),
        sql.of(projectId),
        applied.map(time -> Math.max(0, now.toEpochMilli() - time.toEpochMilli())).orElse(null),
        answers.activeUsers.get(),
        LiveKeys.ACTIVE_WINDOW_MINUTES,
        List.copyOf(minutes),
        counts.total(),
        counts.top(Dimension.PAGE, LiveSnapshot.TopPage::new),
        counts.top(Dimension.EVENT, LiveSnapshot.TopEvent::new),
        counts.top(Dimension.COUNTRY, LiveSnapshot.TopCountry::new),
        counts.top(Dimension.DEVICE, LiveSnapshot.TopDevice::new),
        ranked.stream()
            .map(dimension ->
                new LiveSnapshot.TopValues(
                    dimension.column(),
                    counts.top(dimension, LiveSnapshot.TopValue::new),
                    counts.other(dimension)))
            .toList(),
        List.copyOf(liveFunnels),
        answers.feed.get().stream().map(LiveReader::feedEntry).toList());
  }

  /** The hash holds how far each went; whoever reached step 3 has reached 1 and 2 as well. */
  private static LiveSnapshot.LiveFunnel funnel(
      FunnelDefinition funnel, String asOf, Map<String, String> furthest) {
    List<LiveSnapshot.LiveStep> steps = new ArrayList<>();
    long persons = 0;
    for (int step = funnel.steps().size(); step >= 1; step--) {
      persons += Long.parseLong(furthest.getOrDefault(Integer.toString(step), "0"));
      steps.addFirst(new LiveSnapshot.LiveStep(funnel.steps().get(step - 1).label(), persons));
    }
    return new LiveSnapshot.LiveFunnel(
        funnel.funnelId(),
        funnel.name(),
        funnel.conversionWindowSeconds(),
        asOf,
        List.copyOf(steps),
        Long.parseLong(furthest.getOrDefault(LiveKeys.OTHER, "0")));
  }

  private static JsonNode feedEntry(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("the live feed holds no JSON: " + json, unreadable);
    }
  }

  private static LongStream last(int minutes, long runningMinute) {
    return LongStream.rangeClosed(runningMinute - minutes + 1, runningMinute);
  }

  private static long runningMinute(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), MINUTE_SECONDS);
  }

  private static Optional<Instant> instant(String epochMillis) {
    return Optional.ofNullable(epochMillis).map(Long::parseLong).map(Instant::ofEpochMilli);
  }
}
