package metricflow.trino.person;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static metricflow.trino.timeline.BlockText.bigint;
import static metricflow.trino.timeline.BlockText.block;
import static metricflow.trino.timeline.BlockText.map;
import static metricflow.trino.timeline.BlockText.names;
import static metricflow.trino.timeline.BlockText.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.trino.TestTrino;
import metricflow.trino.timeline.BlockText.Happening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions for persons who meet conditions, against each person's events. */
final class PersonsMetTest {
  private static final int FROM = 5_000;
  private static final int BEFORE = 30_000;

  private static final Map<Integer, Long> DID_MASKS = Map.of(2, 1L, 300, 1L);
  private static final Map<Integer, Long> ASKED_MASKS = Map.of(1, 1L, 300, 2L);
  private static final List<Integer> CODES = List.of(0, 1, 2, 4, 300);

  /** Context 3 has no value; the condition is met by "a" and "c". */
  private static final Map<Integer, String> VALUES = Map.of(1, "a", 2, "b", 200, "c");

  private static final Map<Integer, Long> VALUE_MASKS = Map.of(1, 3L, 2, 1L, 200, 3L);
  private static final List<Integer> CONTEXTS = List.of(1, 2, 3, 200);

  private final QueryAssertions trino = TestTrino.get();

  /** An event with its context. */
  private record Seen(Happening event, int context) {
    private static final Comparator<Seen> ORDER =
        Comparator.<Seen>comparingLong(one -> one.event.time())
            .thenComparing(one -> one.event.sequence());

    private boolean counts(Map<Integer, Long> masks) {
      return masks.containsKey(event.code());
    }

    private String value() {
      return VALUES.get(context);
    }
  }

  /** What each person did on each day and in single events, and who is who. */
  private static final class World {
    private final Random random;
    private final List<TreeMap<Long, List<Seen>>> days = new ArrayList<>();
    private final Map<Long, List<Seen>> single = new HashMap<>();
    private final Map<Long, Long> moved = new HashMap<>();

    World(long seed) {
      random = new Random(seed);
      List<Long> persons =
          random
              .longs(random.nextInt(25), 0, 1L << 56)
              .mapToObj(key -> ((long) random.nextInt(-2, 2) << 56) | key)
              .toList();
      for (int day = random.nextInt(4); day > 0; day--) {
        TreeMap<Long, List<Seen>> timelines = new TreeMap<>();
        persons.stream()
            .filter(person -> random.nextBoolean())
            .forEach(person -> timelines.put(person, seen()));
        days.add(timelines);
      }
      for (long person : persons) {
        if (random.nextInt(3) == 0) {
          single.put(person, seen());
        }
        if (random.nextInt(4) == 0) {
          moved.put(person, persons.get(random.nextInt(persons.size())));
        }
      }
    }

    private List<Seen> seen() {
      List<Seen> some = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        some.add(
            new Seen(
                new Happening(
                    random.nextInt(40) * 1_000L,
                    random.nextInt(-1, 2),
                    CODES.get(random.nextInt(CODES.size()))),
                CONTEXTS.get(random.nextInt(CONTEXTS.size()))));
      }
      some.sort(Seen.ORDER);
      return some;
    }

    Map<Long, List<Seen>> byPerson() {
      Map<Long, List<Seen>> persons = new HashMap<>();
      days.forEach(day ->
          day.forEach((person, some) ->
              persons
                  .computeIfAbsent(moved.getOrDefault(person, person), key -> new ArrayList<>())
                  .addAll(some)));
      single.forEach(
          (person, some) -> persons.computeIfAbsent(person, key -> new ArrayList<>()).addAll(some));
      return persons;
    }

    /** Rows {@code part} of a question with two conditions: what they did, and their value. */
    String parts(String question) {
      List<String> arrays =
          new ArrayList<>(
              List.of("transform(sequence(0, 255), bucket -> question_part(question, bucket))"));
      days.forEach(day -> blocks(day, arrays));
      single.forEach((person, some) ->
          some.forEach(one -> {
            long value = VALUE_MASKS.getOrDefault(one.context, 0L);
            String name = one.value() == null ? "" : one.value();
            arrays.add(
                "ARRAY[%s, condition_part(0, %s), condition_part(1, %s)]"
                    .formatted(
                        event(person, one.event.sequence(), one, mask(ASKED_MASKS, one), ""),
                        event(person, 1, one, mask(DID_MASKS, one), ""),
                        event(person, one.event.sequence(), one, value, name)));
          }));
      return "SELECT part FROM (SELECT %s AS question) CROSS JOIN UNNEST(flatten(ARRAY[%s])) AS parts(part)"
          .formatted(question, String.join(", ", arrays));
    }

    private static long mask(Map<Integer, Long> masks, Seen one) {
      return masks.getOrDefault(one.event.code(), 0L);
    }

    private static String event(long person, int sequence, Seen one, long mask, String group) {
      return "event_part(%s, %s, %d, %s, '%s')"
          .formatted(bigint(person), time(one.event.time()), sequence, bigint(mask), group);
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
        String block = block(persons);
        String runs = HexFormat.of().formatHex(contexts.finish());
        // All that is asked at once, or the question itself and its conditions one after another.
        for (int asked : random.nextBoolean() ? new int[] {0b111} : new int[] {0b001, 0b110}) {
          arrays.add("timeline_parts(question, X'%s', X'%s', %d)".formatted(block, runs, asked));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9223372036854775807", "2, 3", "2, 9223372036854775807"})
  void those_count_who_did_something_often_enough_and_have_a_value_and_those_who_did_not(
      long least, long most) {
    for (int seed = 0; seed < 10; seed++) {
      World world = new World(seed);
      String did =
          "did_question(%d, %d, %s, %s, %s, %s)"
              .formatted(least, most, time(FROM), time(BEFORE), map(DID_MASKS), map(world.moved));
      String has =
          "in_contexts(latest_question(%s), %s, %s)"
              .formatted(map(world.moved), map(VALUE_MASKS), names(VALUES));
      Predicate<List<Seen>> meetsDid =
          some -> {
            long times =
                some.stream()
                    .filter(one -> one.event.time() >= FROM && one.event.time() < BEFORE)
                    .filter(one -> one.counts(DID_MASKS))
                    .count();
            return least <= times && times <= most;
          };
      // Those who meet neither, did alone, has alone, both; and what of two selectors counts of
      // them.
      for (int[] masks :
          new int[][] {{0, -1, 0, 0}, {0, 0, 0, -1}, {-1, 0, -1, 0}, {1, 2, -1, 0}, {0, 3, 2, 1}}) {
        Map<List<Boolean>, Long> expected = new HashMap<>();
        for (List<Seen> some : world.byPerson().values()) {
          int mask = masks[(meetsDid.test(some) ? 1 : 0) + (meetsLatest(some) ? 2 : 0)];
          List<Boolean> selected =
              Stream.of(1, 300)
                  .map(code ->
                      (ASKED_MASKS.get(code) & mask) != 0
                          && some.stream().anyMatch(one -> one.event.code() == code))
                  .toList();
          if (selected.contains(true)) {
            expected.merge(selected, 1L, Long::sum);
          }
        }
        String asked =
            "for_persons(intervals_question(2, ARRAY[], %s, %s, %s, %s), ARRAY[%s, %s], ARRAY%s)"
                .formatted(
                    time(0),
                    time(100_000),
                    map(ASKED_MASKS),
                    map(world.moved),
                    did,
                    has,
                    Arrays.stream(masks).mapToObj(mask -> bigint(mask)).toList());

        assertThat(
                trino.query(
                    """
                    SELECT sets[1] <> 0, sets[2] <> 0, CAST(sum(persons) AS bigint) FROM (
                      SELECT active_intervals(part) AS alike FROM (%s)
                      GROUP BY part_bucket(part))
                    CROSS JOIN UNNEST(alike) AS a(sets, persons)
                    GROUP BY 1, 2
                    """
                        .formatted(world.parts(asked))))
            .as("world %d, masks %s", seed, Arrays.toString(masks))
            .matches(
                expected.isEmpty()
                    ? "SELECT TRUE, TRUE, BIGINT '0' WHERE FALSE"
                    : expected.entrySet().stream()
                        .map(one ->
                            "(%s, %s, BIGINT '%d')"
                                .formatted(
                                    one.getKey().get(0), one.getKey().get(1), one.getValue()))
                        .collect(Collectors.joining(", ", "VALUES ", "")));
      }
    }
  }

  private static boolean meetsLatest(List<Seen> some) {
    return some.stream()
        .filter(one -> one.value() != null)
        .max(Seen.ORDER.thenComparing(Seen::value))
        .filter(one -> !one.value().equals("b"))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "did_question(0, 1, now(), now(), MAP(), MAP()) | did_question: least must be at least 1, but is 0",
        "for_persons(latest_question(MAP()), ARRAY[], ARRAY[1]) | for_persons: there can be 1 to 6 conditions on persons, not 0",
        "for_persons(latest_question(MAP()), repeat(latest_question(MAP()), 7), ARRAY[1]) | for_persons: there can be 1 to 6 conditions on persons, not 7",
        "for_persons(X'00', ARRAY[latest_question(MAP())], ARRAY[0, -1]) | timelines: a question is cut",
        "for_persons(latest_question(MAP()), ARRAY[X'00'], ARRAY[0, -1]) | timelines: a question is cut",
        "for_persons(latest_question(MAP()), ARRAY[intervals_question(1, ARRAY[], now(), now(), MAP(), MAP())], ARRAY[0, -1]) | for_persons: not made by did_question or latest_question",
        "for_persons(latest_question(MAP()), ARRAY[latest_question(MAP())], ARRAY[1]) | for_persons: 1 conditions can be met in 2 ways, but there are 1 masks",
        "condition_part(6, X'4E00') | condition_part: takes a part and the number of one of 6 conditions on persons",
      })
  void a_question_that_cannot_be_is_told(String question, String message) {
    assertThat(trino.query("SELECT " + question))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessage(message);
  }

  @Test
  void a_condition_of_which_nothing_is_counted_is_met_by_nobody() {
    for (int ofThem : new int[] {-1, 0}) {
      String asked =
          "for_persons(intervals_question(1, ARRAY[], %s, %s, MAP(), MAP()), ARRAY[did_question(1, 1, now(), now(), MAP(), MAP())], ARRAY[%d, -1])"
              .formatted(time(0), time(1_000), ofThem);
      assertThat(
              trino.query(
                  "SELECT cardinality(active_intervals(part)) FROM (VALUES question_part(%s, 0), event_part(7, %s, NULL, 1)) AS parts(part)"
                      .formatted(asked, time(1))))
          .matches("SELECT BIGINT '%d'".formatted(-ofThem));
    }
  }
}
