package metricflow.trino.timeline;

import static java.util.stream.Collectors.joining;
import static metricflow.trino.timeline.BlockText.bigint;
import static metricflow.trino.timeline.BlockText.block;
import static metricflow.trino.timeline.BlockText.map;
import static metricflow.trino.timeline.BlockText.names;
import static metricflow.trino.timeline.BlockText.part;
import static metricflow.trino.timeline.BlockText.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import io.trino.testing.MaterializedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelOrder;
import metricflow.funnel.FunnelRules;
import metricflow.session.SessionSplitter;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.trino.TestTrino;
import metricflow.trino.timeline.BlockText.Happening;
import metricflow.trino.timeline.BlockText.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Functions that count by group, and questions about contexts, against the events of each person
 * looked at one by one.
 */
final class GroupsTest {
  private static final int STEPS = 3;
  private static final int WINDOW = 6;
  private static final int FROM = 1;
  private static final int BEFORE = 40;
  private static final int SESSIONS_FROM = 10;

  private static final Map<Integer, Long> MASKS = Map.of(1, 1L, 2, 2L, 3, 4L, 300, 3L);
  private static final List<Integer> CODES = List.of(1, 2, 3, 5, 300);

  /** In context 2 nothing is a second step; context 3 lets nothing stand; 4 is in no group. */
  private static final Map<Integer, Long> CONTEXT_MASKS = Map.of(1, 7L, 2, 5L, 4, 7L, 200, 3L);

  private static final Map<Integer, String> CONTEXT_GROUPS = Map.of(1, "=a", 2, "=b", 200, "=a");

  private static final Map<Integer, String> CODE_GROUPS = Map.of(1, "=a", 2, "=b", 300, "~");

  private static final List<Integer> CONTEXTS = List.of(1, 2, 3, 4, 200);

  private final QueryAssertions trino = TestTrino.get();

  /** An event with its context, and in words of the question. */
  private record Seen(Happening event, int context) {
    private long mask(boolean byContext) {
      long mask = MASKS.getOrDefault(event.code(), 0L);
      return byContext ? mask & CONTEXT_MASKS.getOrDefault(context, 0L) : mask;
    }

    private String group(boolean byContext) {
      return byContext ? CONTEXT_GROUPS.get(context) : CODE_GROUPS.get(event.code());
    }
  }

  /** What each person did on each day and in single events, and who is who. */
  private static final class World {
    private final long unit;
    private final Random random;
    private final boolean byContext;
    private final List<TreeMap<Long, List<Seen>>> days = new ArrayList<>();
    private final Map<Long, List<Seen>> single = new HashMap<>();
    private final Map<Long, Long> moved = new HashMap<>();

    World(long seed, long unit, boolean byContext) {
      this.unit = unit;
      this.byContext = byContext;
      random = new Random(seed);
      List<Long> persons = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        persons.add(((long) random.nextInt(-2, 2) << 56) | (random.nextLong() >>> 8));
      }
      for (int day = random.nextInt(5); day > 0; day--) {
        // No two days have an instant in common.
        int apart = day;
        TreeMap<Long, List<Seen>> timelines = new TreeMap<>();
        persons.stream()
            .filter(person -> random.nextBoolean())
            .forEach(person -> timelines.put(person, seen(apart)));
        days.add(timelines);
      }
      for (long person : persons) {
        if (random.nextInt(4) == 0) {
          single.put(person, seen(0));
        }
        if (random.nextInt(4) == 0) {
          moved.put(person, persons.get(random.nextInt(persons.size())));
        }
      }
    }

    private List<Seen> seen(int apart) {
      List<Seen> some = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        some.add(
            new Seen(
                new Happening(
                    random.nextInt(45) * unit + apart,
                    random.nextInt(-1, 3),
                    CODES.get(random.nextInt(CODES.size()))),
                CONTEXTS.get(random.nextInt(CONTEXTS.size()))));
      }
      some.sort(
          Comparator.<Seen>comparingLong(one -> one.event.time())
              .thenComparing(one -> one.event.sequence()));
      return some;
    }

    /** All events of the time asked about, by person. */
    Map<Long, List<Seen>> byPerson() {
      Map<Long, List<Seen>> persons = new HashMap<>();
      days.forEach(day ->
          day.forEach((person, some) ->
              persons
                  .computeIfAbsent(moved.getOrDefault(person, person), key -> new ArrayList<>())
                  .addAll(some)));
      single.forEach(
          (person, some) -> persons.computeIfAbsent(person, key -> new ArrayList<>()).addAll(some));
      persons
          .values()
          .forEach(some ->
              some.removeIf(
                  one -> one.event.time() < FROM * unit || one.event.time() >= BEFORE * unit));
      return persons;
    }

    String parts(String question) {
      String asked =
          byContext
              ? "in_contexts(%s, %s, %s)"
                  .formatted(question, map(CONTEXT_MASKS), names(CONTEXT_GROUPS))
              : "in_groups(%s, %s)".formatted(question, names(CODE_GROUPS));
      List<String> arrays =
          new ArrayList<>(
              List.of("transform(sequence(0, 255), bucket -> question_part(question, bucket))"));
      days.forEach(day -> blocks(day, arrays));
      single.forEach((person, some) ->
          some.forEach(one ->
              arrays.add(
                  "ARRAY[event_part(%s, %s, %s, %s, '%s')]"
                      .formatted(
                          bigint(person),
                          time(one.event.time()),
                          one.event.sequence() < 0 ? "NULL" : "" + one.event.sequence(),
                          bigint(one.mask(byContext)),
                          one.group(byContext) == null ? "" : one.group(byContext)))));
      return "FROM (SELECT %s AS question) CROSS JOIN UNNEST(flatten(ARRAY[%s])) AS parts(part)"
              .formatted(asked, String.join(", ", arrays))
          + " GROUP BY part_bucket(part)";
    }

    private void blocks(TreeMap<Long, List<Seen>> day, List<String> arrays) {
      Map<Integer, TreeMap<Long, List<Seen>>> buckets = new TreeMap<>();
      day.forEach((person, some) ->
          buckets
              .computeIfAbsent(TimelineBlockWriter.bucket(person), bucket -> new TreeMap<>())
              .put(person, some));
      for (TreeMap<Long, List<Seen>> bucket : buckets.values()) {
        TreeMap<Long, List<Happening>> persons = new TreeMap<>();
        ContextRunsWriter contexts = new ContextRunsWriter();
        bucket.forEach((person, some) -> {
          persons.put(person, some.stream().map(Seen::event).toList());
          some.forEach(one -> contexts.add(one.context, 1));
        });
        String more =
            byContext ? ", X'%s'".formatted(HexFormat.of().formatHex(contexts.finish())) : "";
        arrays.add("timeline_parts(question, X'%s'%s)".formatted(block(persons), more));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ordered, persons, true",
    "ordered, persons, false",
    "strict, persons, true",
    "any, persons, true",
    "ordered, sessions, true",
    "strict, sessions, false"
  })
  void a_person_counts_in_the_group_of_the_first_step(String mode, String unit, boolean byContext) {
    boolean sessions = unit.equals("sessions");
    for (int seed = 0; seed < 12; seed++) {
      World world = new World(seed, sessions ? 600_000 : 1_000, byContext);
      FunnelRules rules = FunnelRules.of(STEPS, WINDOW * world.unit, mode);
      String question =
          "funnel_question(%d, %d, '%s', %s, %s, %s, %s%s)"
              .formatted(
                  STEPS,
                  WINDOW * world.unit,
                  mode,
                  time(FROM * world.unit),
                  time(BEFORE * world.unit),
                  map(MASKS),
                  map(world.moved),
                  sessions ? ", " + time(SESSIONS_FROM * world.unit) : "");
      List<List<Object>> expected = new ArrayList<>();
      long[] all = new long[STEPS];
      world
          .byPerson()
          .values()
          .forEach(events ->
              (sessions ? sessions(events, world.unit) : List.of(events))
                  .forEach(some -> expect(some, rules, byContext, expected, all)));

      assertThat(
              rows(
                  "SELECT event_group, steps_reached, CAST(to_unixtime(step_times[1]) * 1000 AS"
                      + " bigint) FROM (SELECT funnel_paths_by_group(part) AS paths %s) CROSS JOIN"
                      + " UNNEST(paths)",
                  world.parts(question)))
          .as("%s, %s, world %d", mode, unit, seed)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(
              rows(
                  "SELECT event_group, CAST(sum(reached[1]) AS bigint), CAST(sum(reached[3]) AS"
                      + " bigint) FROM (SELECT funnel_counts_by_group(part) AS counts %s) CROSS JOIN"
                      + " UNNEST(counts) GROUP BY 1",
                  world.parts(question)))
          .as("%s, %s, world %d", mode, unit, seed)
          .containsExactlyInAnyOrderElementsOf(counts(expected));
      assertThat(
              rows(
                  "SELECT coalesce(sum(counts[1]), 0), coalesce(sum(counts[2]), 0),"
                      + " coalesce(sum(counts[3]), 0) FROM (SELECT funnel_counts(part) AS counts %s)",
                  world.parts(question)))
          .as("%s, %s, world %d, groups or not", mode, unit, seed)
          .containsExactly(List.of(all[0], all[1], all[2]));
    }
  }

  private static List<List<Seen>> sessions(List<Seen> events, long unit) {
    SessionSplitter splitter = new SessionSplitter();
    List<List<Seen>> sessions = new ArrayList<>();
    boolean counts = false;
    for (Seen one :
        events.stream().sorted(Comparator.comparingLong(seen -> seen.event.time())).toList()) {
      if (splitter.starts(one.event.time())) {
        counts = one.event.time() >= SESSIONS_FROM * unit;
        sessions.add(new ArrayList<>());
      }
      if (counts) {
        sessions.getLast().add(one);
      }
    }
    return sessions;
  }

  private static void expect(
      List<Seen> events,
      FunnelRules rules,
      boolean byContext,
      List<List<Object>> expected,
      long[] all) {
    FunnelEvents own = new FunnelEvents();
    for (Seen one : events) {
      long mask = one.mask(byContext);
      if (rules.concerns(mask)) {
        own.add(one.event.time(), one.event.sequence(), mask);
      }
    }
    FunnelMatcher matcher = rules.matcher();
    int reached = own.match(matcher);
    for (int step = 0; step < reached; step++) {
      all[step]++;
    }
    if (reached > 0) {
      long firstSteps = rules.order() == FunnelOrder.ANY ? 7 : 1;
      String group =
          events.stream()
              .filter(one -> one.event.time() == matcher.stepTime(0))
              .filter(one -> (one.mask(byContext) & firstSteps) != 0)
              .min(
                  Comparator.<Seen>comparingInt(one -> one.event.sequence())
                      .thenComparing(
                          one -> one.group(byContext) == null ? "" : one.group(byContext)))
              .orElseThrow()
              .group(byContext);
      if (group != null) {
        expected.add(List.of(group, (long) reached, matcher.stepTime(0)));
      }
    }
  }

  private static List<List<Object>> counts(List<List<Object>> paths) {
    Map<Object, long[]> groups = new TreeMap<>();
    for (List<Object> path : paths) {
      long[] counts = groups.computeIfAbsent(path.getFirst(), group -> new long[2]);
      counts[0]++;
      counts[1] += (Long) path.get(1) == STEPS ? 1 : 0;
    }
    List<List<Object>> rows = new ArrayList<>();
    groups.forEach((group, counts) -> rows.add(List.of(group, counts[0], counts[1])));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_person_is_active_in_each_group_with_events(boolean byContext) {
    List<Long> starts = List.of(5_000L, 6_000L, 20_000L);
    for (int seed = 0; seed < 12; seed++) {
      World world = new World(seed, 1_000, byContext);
      String question =
          "intervals_question(%d, ARRAY[%s], %s, %s, %s, %s)"
              .formatted(
                  STEPS,
                  starts.stream().map(BlockText::time).collect(joining(", ")),
                  time(FROM * world.unit),
                  time(BEFORE * world.unit),
                  map(MASKS),
                  map(world.moved));
      Map<List<Object>, Long> expected = new HashMap<>();
      for (List<Seen> events : world.byPerson().values()) {
        Map<String, long[]> groups = new HashMap<>();
        for (Seen one : events) {
          String group = one.group(byContext);
          long mask = one.mask(byContext);
          if (mask != 0 && group != null) {
            long[] sets = groups.computeIfAbsent(group, none -> new long[STEPS]);
            long interval = starts.stream().filter(start -> start <= one.event.time()).count();
            for (int set = 0; set < STEPS; set++) {
              sets[set] |= (mask >> set & 1) << interval;
            }
          }
        }
        groups.forEach((group, sets) ->
            expected.merge(List.of(group, sets[0], sets[1], sets[2]), 1L, Long::sum));
      }
      List<List<Object>> rows = new ArrayList<>();
      expected.forEach((kind, persons) -> {
        List<Object> row = new ArrayList<>(kind);
        row.add(persons);
        rows.add(row);
      });

      assertThat(
              rows(
                  "SELECT event_group, sets[1], sets[2], sets[3], CAST(sum(persons) AS bigint) FROM"
                      + " (SELECT active_intervals_by_group(part) AS alike %s) CROSS JOIN"
                      + " UNNEST(alike) GROUP BY 1, 2, 3, 4",
                  world.parts(question)))
          .as("world %d", seed)
          .containsExactlyInAnyOrderElementsOf(rows);
    }
  }

  private List<List<Object>> rows(String select, String parts) {
    List<List<Object>> rows = new ArrayList<>();
    for (MaterializedRow row : trino.execute(select.formatted(parts)).getMaterializedRows()) {
      rows.add(List.copyOf(row.getFields()));
    }
    return rows;
  }

  @Test
  void of_what_is_alike_in_one_group_one_event_goes_on() {
    long day = 86_400_000L;
    List<Happening> some =
        List.of(new Happening(1_000, 0, 1), new Happening(2_000, 1, 1), new Happening(3_000, 2, 1));
    String question =
        "in_contexts(intervals_question(1, ARRAY[], %s, %s, %s, MAP()), %s, %s)"
            .formatted(
                time(0), time(2 * day), map(MASKS), map(CONTEXT_MASKS), names(CONTEXT_GROUPS));
    assertThat(
            trino.expression(
                "timeline_parts(%s, X'%s', X'0101020201')[1]"
                    .formatted(question, block(Map.of(7L, some)))))
        .as("two events of context 1, one of context 2")
        .matches(
            "X'%s'"
                .formatted(
                    part(
                        Map.of(7L, List.of(new Happening(0, 0, 0), new Happening(0, 1, 1))),
                        new Meaning(1, "=a"),
                        new Meaning(1, "=b"))));
  }

  @Test
  void a_question_about_contexts_that_cannot_be_is_told() {
    String question =
        "funnel_question(2, 1000, 'any', %s, %s, MAP())".formatted(time(0), time(1_000));
    assertThat(
            trino.query(
                "SELECT timeline_parts(in_contexts(%s, MAP(), MAP()), X'4E00', NULL)"
                    .formatted(question)))
        .failure()
        .hasMessage("timelines: a block without contexts");
    assertThat(
            trino.query(
                "SELECT in_contexts(%s, MAP(ARRAY[BIGINT '-1'], ARRAY[BIGINT '1']), MAP())"
                    .formatted(question)))
        .failure()
        .hasMessageContaining("codes must be between 0 and");
  }
}
