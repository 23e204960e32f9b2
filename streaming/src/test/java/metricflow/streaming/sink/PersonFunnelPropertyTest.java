package metricflow.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import metricflow.event.Event;
import metricflow.event.EventNames;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.funnel.StepTimeline;
import metricflow.identity.IdentityEdge;
import metricflow.identity.IdentityResolver;
import metricflow.live.LiveKeys;
import metricflow.streaming.LocalRedis;
import metricflow.streaming.TestEvents;
import metricflow.streaming.step.FoldOf;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import redis.clients.jedis.RedisClient;

/** Live funnels in a real Redis against {@link IdentityResolver} over all events at once. */
class PersonFunnelPropertyTest {
  private static final int PROJECT = 7;
  private static final long DAY = 1_795_521_600_000L / 86_400_000 * 86_400_000;
  private static final long NOW = DAY + 12 * 3_600_000L;
  private static final LiveKeys KEYS = new LiveKeys(PROJECT);
  private static final List<FunnelDefinition> FUNNELS =
      List.of(
          funnel("f1", 6_000, "page_view", "sign_up", "purchase"),
          funnel("f2", 2, "sign_up", "page_view"));

  private static Path folder;
  private static LocalRedis server;
  private static RedisClient redis;

  @BeforeContainer
  static void startRedis() throws Exception {
    folder = Files.createTempDirectory("person-funnel");
    server = LocalRedis.start(folder);
    redis = server.client();
  }

  @AfterContainer
  static void stopRedis() {
    server.close();
  }

  @Property(tries = 300)
  void any_order_and_any_batches_give_what_all_events_at_once_give(
      @ForAll("worlds") List<Event> world,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int batch) {
    redis.flushAll();
    List<Event> arriving = new ArrayList<>(world);
    arriving.addAll(world.subList(0, world.size() / 3));
    Collections.shuffle(arriving, new Random(seed));
    RedisSink sink = new RedisSink(redis);

    for (int from = 0; from < arriving.size(); from += batch) {
      Event[] part =
          arriving.subList(from, Math.min(from + batch, arriving.size())).toArray(Event[]::new);
      sink.apply("query", from, PROJECT, FoldOf.events(FUNNELS, part), FUNNELS, NOW);
      sink.apply("query", from, PROJECT, FoldOf.events(FUNNELS, part), FUNNELS, NOW);
    }

    for (long day = DAY / 86_400_000 - 1; day <= DAY / 86_400_000; day++) {
      for (FunnelDefinition funnel : FUNNELS) {
        assertThat(inRedis(funnel, day))
            .as("funnel %s, day %d", funnel.funnelId(), day)
            .isEqualTo(oracle(funnel, day, world));
      }
    }
  }

  private static Map<String, String> inRedis(FunnelDefinition funnel, long day) {
    Map<String, String> steps =
        new TreeMap<>(redis.hgetAll(KEYS.funnelSteps(funnel.funnelId(), day)));
    steps.values().removeIf(persons -> persons.equals("0"));
    return steps;
  }

  /** The definition: persons of the day's and the day before's statements, all steps of the day. */
  private static Map<String, String> oracle(FunnelDefinition funnel, long day, List<Event> world) {
    List<IdentityEdge> edges = new ArrayList<>();
    for (Event event : world) {
      long stated = event.eventTime() / 86_400_000;
      if (stated == day || stated == day - 1) {
        IdentityEdge.statedBy(event).ifPresent(edges::add);
      }
    }
    Map<String, IdentityResolver.Person> persons = IdentityResolver.resolve(edges);
    Map<String, StepTimeline> timelines = new TreeMap<>();
    for (Event event : world) {
      if (event.eventTime() / 86_400_000 == day) {
        IdentityResolver.Person person = persons.get(event.distinctId());
        timelines
            .computeIfAbsent(
                person == null ? event.distinctId() : person.personId(), p -> new StepTimeline())
            .addOnce(event.eventTime(), event.sequence(), funnel.stepsFilledBy(event));
      }
    }
    Map<String, Integer> reached = new TreeMap<>();
    for (StepTimeline timeline : timelines.values()) {
      int steps =
          timeline.stepsReached(funnel.steps().size(), funnel.conversionWindowSeconds() * 1000);
      if (steps > 0) {
        reached.merge("" + steps, 1, Integer::sum);
      }
    }
    Map<String, String> text = new TreeMap<>();
    reached.forEach((steps, count) -> text.put(steps, "" + count));
    return text;
  }

  private static FunnelDefinition funnel(String id, long window, String... steps) {
    return new FunnelDefinition(
        id,
        id,
        window,
        List.of(steps).stream().map(step -> new FunnelStep(step, List.of())).toList());
  }

  @Provide
  Arbitrary<List<Event>> worlds() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c", "d", "u", "v");
    Arbitrary<String> names =
        Arbitraries.of(
            "page_view", "sign_up", "purchase", EventNames.IDENTIFY, EventNames.ALIAS, "click");
    Arbitrary<Long> times =
        Arbitraries.longs()
            .between(0, 12)
            .flatMap(second ->
                Arbitraries.of(DAY - 86_400_000L, DAY - 3_000L, DAY)
                    .map(base -> base + second * 500));
    return Combinators.combine(names, ids, ids, times, Arbitraries.integers().between(1, 3))
        .as(TestEvents::event)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }
}
