package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static metricflow.trino.timeline.BlockText.bigint;
import static metricflow.trino.timeline.BlockText.block;
import static metricflow.trino.timeline.BlockText.map;
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
import java.util.stream.Stream;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.session.SessionSplitter;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.trino.TestTrino;
import metricflow.trino.timeline.BlockText;
import metricflow.trino.timeline.BlockText.Happening;
import metricflow.trino.timeline.BlockText.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code funnel_counts} and {@code funnel_paths} over blocks, persons who moved and single events,
 * against each person's events counted alone.
 */
final class TimelineBlocksTest {
  private static final int STEPS = 3;
  private static final int WINDOW = 6;
  private static final int FROM = 1;
  private static final int BEFORE = 40;
  private static final int SESSIONS_FROM = 10;

  /** Code 4 is excluded between the first step and the second; code 5 matters to nobody. */
  private static final Map<Integer, Long> MASKS =
      Map.of(1, 1L, 2, 2L, 3, 4L, 300, 3L, 4, FunnelRules.exclusionAfter(0));

  private static final List<Integer> CODES = List.of(1, 2, 3, 4, 5, 300);

  private final QueryAssertions trino = TestTrino.get();

  /** A world: what each person did on each day, in single events, and who is who. */
  private static final class World {
    /** Milliseconds between moments: with ten minutes some events are sessions apart. */
    private final long unit;

    private final boolean sessions;
    private final Random random;
    private final List<TreeMap<Long, List<Happening>>> days = new ArrayList<>();
    private final Map<Long, List<Happening>> single = new HashMap<>();
    private final Map<Long, Long> moved = new HashMap<>();

    World(long seed, boolean sessions) {
      this.unit = sessions ? 600_000 : 1_000;
      this.sessions = sessions;
      random = new Random(seed);
      List<Long> persons = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        // Some of one bucket, some of others.
        persons.add(((long) random.nextInt(-2, 2) << 56) | (random.nextLong() >>> 8));
      }
      // No two days have an instant in common.
      for (int day = random.nextInt(6); day > 0; day--) {
        TreeMap<Long, List<Happening>> timelines = new TreeMap<>();
        for (long person : persons) {
          if (random.nextBoolean()) {
            timelines.put(person, happenings(day));
          }
        }
        days.add(timelines);
      }
      for (long person : persons) {
        if (random.nextInt(4) == 0) {
          single.put(person, happenings(0));
        }
        if (random.nextInt(4) == 0) {
          boolean known = random.nextBoolean();
          moved.put(
              person, known ? persons.get(random.nextInt(persons.size())) : random.nextLong());
        }
      }
    }

    private List<Happening> happenings(int apart) {
      List<Happening> some = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        some.add(
            new Happening(
                random.nextInt(45) * unit + apart,
                random.nextInt(-1, 3),
                CODES.get(random.nextInt(CODES.size()))));
      }
      some.sort(Comparator.comparingLong(Happening::time).thenComparing(Happening::sequence));
      return some;
    }

    /** Steps and times of each person who reached one. */
    List<List<Object>> expected(FunnelRules rules) {
      Map<Long, FunnelEvents> persons = new HashMap<>();
      days.forEach(day ->
          day.forEach((person, some) -> take(persons, moved.getOrDefault(person, person), some)));
      // Who an event is of is known when it is read.
      single.forEach((person, some) -> take(persons, person, some));
      return persons.values().stream()
          .flatMap(events -> sessions ? sessions(events).stream() : Stream.of(events))
          .flatMap(events -> reached(events, rules))
          .toList();
    }

    /** The events of each session that counts. */
    private List<FunnelEvents> sessions(FunnelEvents events) {
      SessionSplitter splitter = new SessionSplitter();
      List<FunnelEvents> sessions = new ArrayList<>();
      boolean counts = false;
      for (int i = 0; i < events.size(); i++) {
        if (splitter.starts(events.time(i))) {
          counts = events.time(i) >= SESSIONS_FROM * unit;
          sessions.add(new FunnelEvents());
        }
        if (counts) {
          sessions.getLast().add(events.time(i), events.sequence(i), events.mask(i));
        }
      }
      return sessions;
    }

    /** Steps and times, of those who reached one. */
    private static Stream<List<Object>> reached(FunnelEvents events, FunnelRules rules) {
      FunnelMatcher matcher = rules.matcher();
      FunnelEvents concerned = new FunnelEvents();
      for (int i = 0; i < events.size(); i++) {
        if (rules.concerns(events.mask(i))) {
          concerned.add(events.time(i), events.sequence(i), events.mask(i));
        }
      }
      int reached = concerned.match(matcher);
      List<Object> row = new ArrayList<>(List.of((long) reached));
      for (int step = 0; step < reached; step++) {
        row.add(matcher.stepTime(step));
      }
      return reached == 0 ? Stream.of() : Stream.of(row);
    }

    private void take(Map<Long, FunnelEvents> persons, long key, List<Happening> some) {
      FunnelEvents events = persons.computeIfAbsent(key, person -> new FunnelEvents());
      for (Happening happening : some) {
        long mask = MASKS.getOrDefault(happening.code(), 0L);
        if (happening.time() >= FROM * unit && happening.time() < BEFORE * unit) {
          events.add(happening.time(), happening.sequence(), mask);
        }
      }
    }

    /** SQL of a question that knows who moved. */
    String question(String mode) {
      return "funnel_question(%d, %d, '%s', %s, %s, %s, %s%s)"
          .formatted(
              STEPS,
              WINDOW * unit,
              mode,
              time(FROM * unit),
              time(BEFORE * unit),
              map(MASKS),
              map(moved),
              sessions ? ", " + time(SESSIONS_FROM * unit) : "");
    }

    /** SQL of rows with {@code question} and a part. */
    String parts(String mode) {
      List<String> arrays =
          new ArrayList<>(
              List.of("transform(sequence(0, 255), bucket -> question_part(question, bucket))"));
      days.forEach(day ->
          blocks(day)
              .forEach(block -> arrays.add("timeline_parts(question, X'%s')".formatted(block))));
      single.forEach((person, some) ->
          some.forEach(happening ->
              arrays.add(
                  "ARRAY[event_part(%s, %s, %s, %s)]"
                      .formatted(
                          bigint(person),
                          time(happening.time()),
                          happening.sequence() < 0 ? "NULL" : "" + happening.sequence(),
                          bigint(MASKS.getOrDefault(happening.code(), 0L))))));
      return "(SELECT %s AS question) CROSS JOIN UNNEST(flatten(ARRAY[%s])) AS parts(part)"
          .formatted(question(mode), String.join(", ", arrays));
    }

    /** A day as blocks of one or several persons of a bucket. */
    private List<String> blocks(TreeMap<Long, List<Happening>> day) {
      List<String> blocks = new ArrayList<>();
      TimelineBlockWriter writer = new TimelineBlockWriter();
      Long last = null;
      for (var person : day.entrySet()) {
        boolean other =
            last != null
                && TimelineBlockWriter.bucket(last) != TimelineBlockWriter.bucket(person.getKey());
        if (writer.persons() > 0 && (other || random.nextInt(3) == 0)) {
          blocks.add(HexFormat.of().formatHex(writer.finish()));
        }
        BlockText.add(writer, person.getKey(), person.getValue());
        last = person.getKey();
      }
      if (writer.persons() > 0) {
        blocks.add(HexFormat.of().formatHex(writer.finish()));
      }
      return blocks;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ordered, persons",
    "strict, persons",
    "any, persons",
    "ordered, sessions",
    "strict, sessions"
  })
  void everyone_counts_as_when_alone(String mode, String unit) {
    for (int seed = 0; seed < 12; seed++) {
      World world = new World(seed, unit.equals("sessions"));
      FunnelRules rules = FunnelRules.of(STEPS, WINDOW * world.unit, mode);
      List<List<Object>> expected = world.expected(rules);
      String from = "FROM %s GROUP BY part_bucket(part)".formatted(world.parts(mode));

      assertThat(paths("SELECT funnel_paths(part) AS paths " + from))
          .as("%s, %s, world %d", mode, unit, seed)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(counts("SELECT funnel_counts(part) AS counts " + from))
          .as("%s, %s, world %d", mode, unit, seed)
          .isEqualTo(counts(expected));
    }
  }

  @Test
  void what_does_not_matter_is_left_out_of_a_block() {
    String question = new World(1, false).question("ordered");
    List<Happening> dull = List.of(new Happening(1_000, 0, 5), new Happening(2_000, 1, 6));
    List<Happening> mixed =
        List.of(
            new Happening(2_000, 0, 1), new Happening(3_000, 1, 5), new Happening(4_000, 2, 300));
    // Their sequences do not matter: no two are of one instant. Codes are what they are to the
    // funnel.
    List<Happening> concise = List.of(new Happening(2_000, 0, 0), new Happening(4_000, 1, 1));

    String left = "timeline_parts(%s, X'%s')[1]";
    assertThat(
            trino.expression(
                left.formatted(question, block(Map.of(8L, dull, 9L, mixed, 10L, dull)))))
        .matches(
            "X'%s'".formatted(part(Map.of(9L, concise), new Meaning(1, ""), new Meaning(3, ""))));
    assertThat(trino.expression(left.formatted(question, block(Map.of(8L, dull, 10L, dull)))))
        .matches("X'4E00'");
    assertThat(
            trino.expression(
                left.formatted(
                    question.replace("ordered", "strict"), block(Map.of(8L, dull, 9L, mixed)))))
        .matches(
            "X'%s'"
                .formatted(
                    part(
                        Map.of(
                            8L,
                            List.of(new Happening(1_000, 0, 0), new Happening(2_000, 1, 0)),
                            9L,
                            List.of(
                                new Happening(2_000, 0, 1),
                                new Happening(3_000, 1, 0),
                                new Happening(4_000, 2, 2))),
                        new Meaning(0, ""),
                        new Meaning(1, ""),
                        new Meaning(3, ""))));
  }

  private List<List<Object>> paths(String sql) {
    List<List<Object>> rows = new ArrayList<>();
    String each =
        "SELECT steps_reached, transform(step_times, time -> CAST(to_unixtime(time) * 1000 AS"
            + " bigint)) FROM (%s) CROSS JOIN UNNEST(paths)";
    for (MaterializedRow row : trino.execute(each.formatted(sql)).getMaterializedRows()) {
      List<Object> read = new ArrayList<>(List.of(row.getField(0)));
      read.addAll((List<?>) row.getField(1));
      rows.add(read);
    }
    return rows;
  }

  private List<Long> counts(String sql) {
    List<Long> counts = new ArrayList<>();
    String sums =
        "SELECT coalesce(sum(counts[1]), 0), coalesce(sum(counts[2]), 0), coalesce(sum(counts[3]),"
            + " 0) FROM (%s)";
    MaterializedRow row = trino.execute(sums.formatted(sql)).getMaterializedRows().getFirst();
    row.getFields().forEach(count -> counts.add((Long) count));
    return counts;
  }

  private static List<Long> counts(List<List<Object>> paths) {
    List<Long> counts = new ArrayList<>();
    for (long step = 1; step <= STEPS; step++) {
      long least = step;
      counts.add(paths.stream().filter(path -> (Long) path.getFirst() >= least).count());
    }
    return counts;
  }

  @Test
  void nothing_is_counted_of_no_parts() {
    assertThat(
            trino.query(
                "SELECT funnel_counts(part), cardinality(funnel_paths(part)) FROM (SELECT CAST(NULL AS varbinary) AS part)"))
        .matches("SELECT CAST(ARRAY[] AS array(bigint)), BIGINT '0'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X'01' | not made by timeline_parts, event_part or condition_part",
        "X'430000' | a part of no condition on persons",
        "X'430007004E00' | a part of no condition on persons",
        "X'4300005800' | not made by timeline_parts, event_part or condition_part",
        "X'4500' | a part is cut",
        "X'4200' | a part is cut",
        "X'4200ffffffff0000000000' | a part is cut",
        "X'4200020000000000000000' | a part is cut",
        "X'4200010000000100000000' | no block of timelines",
        "X'4200010000000200000000' | the bytes of the block of timelines are damaged",
      })
  void damage_is_told(String part, String message) {
    assertThat(
            trino.query(
                "SELECT funnel_counts(part) FROM (VALUES question_part(%s, 0), %s) AS parts(part)"
                    .formatted(new World(1, false).question("any"), part)))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining(message);
  }

  @Test
  void a_bucket_has_one_question() {
    String parts = "SELECT funnel_counts(part) FROM (VALUES %s, X'4E00') AS parts(part)";
    String one = "question_part(%s, 0)".formatted(new World(1, false).question("any"));
    assertThat(trino.query(parts.formatted(one + ", " + one.replace("'any'", "'ordered'"))))
        .failure()
        .hasMessage("timelines: the question must be the same for all of a bucket");
    assertThat(trino.query(parts.formatted("X'4E00'")))
        .matches("SELECT CAST(ARRAY[] AS array(bigint))");
    assertThat(trino.query(parts.formatted("event_part(7, now(), NULL, 1)")))
        .failure()
        .hasMessage("timelines: a bucket has parts and no question_part");
  }

  @Test
  void a_part_tells_what_each_of_its_events_is() {
    String part = part(Map.of(9L, List.of(new Happening(2_000, 0, 1))), new Meaning(1, ""));
    String counts =
        "SELECT funnel_counts(part) FROM (VALUES question_part(%s, 0), X'%s') AS parts(part)";
    String question = new World(1, false).question("any");
    assertThat(trino.query(counts.formatted(question, part)))
        .failure()
        .hasMessage("timelines: a part is damaged");
    for (int length = 4; length < part.length(); length += 2) {
      assertThat(trino.query(counts.formatted(question, part.substring(0, length))))
          .failure()
          .hasMessageContaining("timelines: a part is ");
    }
  }

  @Test
  void the_question_of_a_bucket_needs_neither_codes_nor_persons() {
    World world = new World(1, false);
    world.moved.put(7L, 8L);
    String question = world.question("any");
    String without = question.replace(map(MASKS), "MAP()").replace(map(world.moved), "MAP()");
    assertThat(without).isNotEqualTo(question);
    assertThat(trino.expression("question_part(%s, 3)".formatted(question)))
        .matches("question_part(%s, 3)".formatted(without));
    assertThat(trino.query("SELECT question_part(%s, 256)".formatted(question)))
        .failure()
        .hasMessage("question_part: buckets are from 0 to 255, not 256");
  }
}
