package metricflow.trino.activity;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.stream.Collectors.joining;
import static metricflow.trino.timeline.BlockText.bigint;
import static metricflow.trino.timeline.BlockText.block;
import static metricflow.trino.timeline.BlockText.map;
import static metricflow.trino.timeline.BlockText.part;
import static metricflow.trino.timeline.BlockText.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.trino.TestTrino;
import metricflow.trino.timeline.BlockText.Happening;
import metricflow.trino.timeline.BlockText.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code active_intervals} against the events of each person looked at one by one. */
final class ActiveIntervalsTest {
  private static final int FROM = 1_000;
  private static final int BEFORE = 40_000;
  private static final List<Long> STARTS = List.of(5_000L, 6_000L, 20_000L);

  /** Code 2 is of both sets; code 4 is of none. */
  private static final Map<Integer, Long> MASKS = Map.of(1, 1L, 2, 3L, 300, 2L);

  private static final List<Integer> CODES = List.of(1, 2, 4, 300);

  private final QueryAssertions trino = TestTrino.get();

  @Test
  void persons_are_counted_by_the_intervals_in_which_they_were_active() {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      List<Long> persons =
          random
              .longs(random.nextInt(30), 0, 1L << 56)
              .mapToObj(key -> ((long) random.nextInt(-2, 2) << 56) | key)
              .toList();
      Map<Long, Long> moved = new HashMap<>();
      Map<Long, long[]> expected = new HashMap<>();
      List<String> parts =
          new ArrayList<>(
              List.of("transform(sequence(0, 255), bucket -> question_part(question, bucket))"));
      persons.stream()
          .filter(person -> random.nextInt(4) == 0)
          .forEach(person -> moved.put(person, random.nextLong()));
      for (int day = 0; day < 4; day++) {
        blocks(persons, random)
            .forEach(timelines -> {
              parts.add("timeline_parts(question, X'%s')".formatted(block(timelines)));
              timelines.forEach((person, some) ->
                  some.forEach(one -> take(expected, moved.getOrDefault(person, person), one)));
            });
      }
      for (long person : persons) {
        Happening one = happenings(random).getFirst();
        parts.add(
            "ARRAY[event_part(%s, %s, NULL, %s)]"
                .formatted(
                    bigint(person), time(one.time()), bigint(MASKS.getOrDefault(one.code(), 0L))));
        take(expected, person, one);
      }

      assertThat(
              trino.query(
                  """
                  SELECT sets[1], sets[2], CAST(sum(persons) AS bigint) FROM (
                    SELECT active_intervals(part) AS alike
                    FROM (SELECT %s AS question) CROSS JOIN UNNEST(flatten(ARRAY[%s])) AS parts(part)
                    GROUP BY part_bucket(part))
                  CROSS JOIN UNNEST(alike) AS a(sets, persons) GROUP BY 1, 2
                  """
                      .formatted(question(2, moved), String.join(", ", parts))))
          .as("world %d", seed)
          .matches(rows(expected));
    }
  }

  /** A day in blocks, of one bucket each. */
  private static List<TreeMap<Long, List<Happening>>> blocks(List<Long> persons, Random random) {
    Map<Integer, TreeMap<Long, List<Happening>>> buckets = new TreeMap<>();
    for (long person : persons) {
      if (random.nextBoolean()) {
        buckets
            .computeIfAbsent(TimelineBlockWriter.bucket(person), bucket -> new TreeMap<>())
            .put(person, happenings(random));
      }
    }
    return List.copyOf(buckets.values());
  }

  private static List<Happening> happenings(Random random) {
    List<Happening> some = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      some.add(
          new Happening(random.nextInt(45) * 1_000L, i, CODES.get(random.nextInt(CODES.size()))));
    }
    some.sort(Comparator.comparingLong(Happening::time));
    return some;
  }

  private static void take(Map<Long, long[]> expected, long person, Happening one) {
    long mask = MASKS.getOrDefault(one.code(), 0L);
    if (mask != 0 && one.time() >= FROM && one.time() < BEFORE) {
      long interval = STARTS.stream().filter(start -> start <= one.time()).count();
      long[] sets = expected.computeIfAbsent(person, key -> new long[2]);
      for (int set = 0; set < 2; set++) {
        sets[set] |= (mask >> set & 1) << interval;
      }
    }
  }

  private static String rows(Map<Long, long[]> expected) {
    String none = "SELECT BIGINT '0', BIGINT '0', BIGINT '0' WHERE FALSE";
    return expected.values().stream()
        .collect(
            Collectors.groupingBy(
                sets -> LongStream.of(sets).boxed().toList(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind ->
            " UNION ALL SELECT BIGINT '%d', BIGINT '%d', BIGINT '%d'"
                .formatted(kind.getKey().get(0), kind.getKey().get(1), kind.getValue()))
        .collect(joining("", none, ""));
  }

  private static String question(int sets, Map<Long, Long> moved) {
    return "intervals_question(%d, ARRAY[%s], %s, %s, %s, %s)"
        .formatted(
            sets,
            STARTS.stream().map(start -> time(start)).collect(joining(", ")),
            time(FROM),
            time(BEFORE),
            map(MASKS),
            map(moved));
  }

  @Test
  void of_a_day_in_one_interval_each_kind_of_event_goes_on_once() {
    String parts = "timeline_parts(intervals_question(2, ARRAY[%s], %s, %s, %s, MAP()), X'%s')[1]";
    long day = 86_400_000L;
    List<Happening> some =
        List.of(
            new Happening(1_000, 0, 1),
            new Happening(2_000, 1, 1),
            new Happening(3_000, 2, 4),
            new Happening(4_000, 3, 2),
            new Happening(5_000, 4, 300));
    assertThat(
            trino.expression(
                parts.formatted(
                    time(day), time(0), time(2 * day), map(MASKS), block(Map.of(7L, some)))))
        .matches(
            "X'%s'"
                .formatted(
                    part(
                        Map.of(7L, List.of(new Happening(0, 0, 0), new Happening(0, 1, 1))),
                        new Meaning(1, ""),
                        new Meaning(3, ""))));
    assertThat(
            trino.expression(
                parts.formatted(
                    time(day), time(2_000), time(2 * day), map(MASKS), block(Map.of(7L, some)))))
        .matches(
            "X'%s'"
                .formatted(
                    part(
                        Map.of(7L, List.of(new Happening(0, 0, 0), new Happening(0, 1, 1))),
                        new Meaning(1, ""),
                        new Meaning(3, ""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | ARRAY[] | intervals_question: sets must be from 1 to 63, but is 0",
        "1 | ARRAY[2, 2] | timelines: each interval begins after the one before",
        "1 | ARRAY[NULL] | timelines: each interval begins after the one before",
        "1 | sequence(1, 63) | timelines: there can be 63 intervals, not 64",
      })
  void a_question_that_cannot_be_is_told(int sets, String seconds, String message) {
    assertThat(
            trino.query(
                """
                SELECT intervals_question(%d, transform(%s, s -> CAST(from_unixtime(s, 'UTC') AS timestamp(3) with time zone)),
                  %s, %s, MAP(), MAP())
                """
                    .formatted(sets, seconds, time(0), time(1_000))))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessage(message);
  }

  @Test
  void a_question_about_something_else_is_refused() {
    assertThat(
            trino.query(
                """
                SELECT active_intervals(part) FROM (VALUES
                  question_part(funnel_question(2, 1000, 'ordered', %1$s, %2$s, MAP(), MAP()), 0), event_part(7, %1$s, NULL, 1)) AS parts(part)
                """
                    .formatted(time(0), time(1_000))))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessage("active_intervals: not made by intervals_question");
  }
}
