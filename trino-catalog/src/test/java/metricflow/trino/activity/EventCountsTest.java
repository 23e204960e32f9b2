package metricflow.trino.activity;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.stream.Collectors.joining;
import static metricflow.trino.timeline.BlockText.bigint;
import static metricflow.trino.timeline.BlockText.block;
import static metricflow.trino.timeline.BlockText.map;
import static metricflow.trino.timeline.BlockText.names;
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
import metricflow.timeline.TimelineBlockWriter;
import metricflow.trino.TestTrino;
import metricflow.trino.timeline.BlockText.Happening;
import org.junit.jupiter.api.Test;

/** {@code event_counts} against events counted one by one. */
final class EventCountsTest {
  private static final int FROM = 1_000;
  private static final int BEFORE = 40_000;
  private static final List<Long> STARTS = List.of(5_000L, 6_000L, 20_000L);

  /** Code 2 is of both sets; code 4 is of none. */
  private static final Map<Integer, Long> MASKS = Map.of(1, 1L, 2, 3L, 300, 2L);

  private static final Map<Integer, String> GROUPS = Map.of(1, "a", 2, "b", 300, "a");
  private static final List<Integer> CODES = List.of(1, 2, 4, 300);

  private final QueryAssertions trino = TestTrino.get();

  /** What is counted. */
  private record Kind(long interval, int set, String group) {}

  @Test
  void events_are_counted_by_interval_set_and_group() {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      List<Long> persons =
          random
              .longs(random.nextInt(30), 0, 1L << 56)
              .mapToObj(key -> ((long) random.nextInt(-2, 2) << 56) | key)
              .toList();
      Map<Long, Long> moved = new HashMap<>();
      persons.stream()
          .filter(person -> random.nextInt(4) == 0)
          .forEach(person -> moved.put(person, random.nextLong()));
      Map<Kind, Long> expected = new HashMap<>();
      List<String> parts =
          new ArrayList<>(
              List.of("transform(sequence(0, 255), bucket -> question_part(question, bucket))"));
      for (int day = random.nextInt(4); day > 0; day--) {
        Map<Integer, TreeMap<Long, List<Happening>>> buckets = new TreeMap<>();
        persons.forEach(person -> {
          List<Happening> some = happenings(random);
          some.forEach(one -> count(one, expected));
          buckets
              .computeIfAbsent(TimelineBlockWriter.bucket(person), bucket -> new TreeMap<>())
              .put(person, some);
        });
        buckets
            .values()
            .forEach(
                bucket -> parts.add("timeline_parts(question, X'%s')".formatted(block(bucket))));
      }
      for (long person : persons) {
        Happening one = happenings(random).getFirst();
        count(one, expected);
        parts.add(
            "ARRAY[event_part(%s, %s, 1, %s, '%s')]"
                .formatted(
                    bigint(person),
                    time(one.time()),
                    bigint(MASKS.getOrDefault(one.code(), 0L)),
                    GROUPS.getOrDefault(one.code(), "")));
      }

      assertThat(
              trino.query(
                  """
                  SELECT interval_number, set_number, event_group, CAST(sum(events) AS bigint) FROM (
                    SELECT event_counts(part) AS counts
                    FROM (SELECT in_groups(counts_question(2, ARRAY[%s], %s, %s, %s, %s), %s) AS question)
                    CROSS JOIN UNNEST(flatten(ARRAY[%s])) AS parts(part)
                    GROUP BY part_bucket(part))
                  CROSS JOIN UNNEST(counts) AS c GROUP BY 1, 2, 3
                  """
                      .formatted(
                          STARTS.stream().map(start -> time(start)).collect(joining(", ")),
                          time(FROM),
                          time(BEFORE),
                          map(MASKS),
                          map(moved),
                          names(GROUPS),
                          String.join(", ", parts))))
          .as("world %d", seed)
          .matches(rows(expected));
    }
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

  private static void count(Happening one, Map<Kind, Long> expected) {
    long mask = MASKS.getOrDefault(one.code(), 0L);
    if (one.time() >= FROM && one.time() < BEFORE) {
      long interval = STARTS.stream().filter(start -> start <= one.time()).count();
      for (int set = 0; set < 2; set++) {
        if ((mask >> set & 1) == 1) {
          expected.merge(new Kind(interval, set, GROUPS.get(one.code())), 1L, Long::sum);
        }
      }
    }
  }

  private static String rows(Map<Kind, Long> expected) {
    String none = "SELECT BIGINT '0', BIGINT '0', CAST('' AS varchar), BIGINT '0' WHERE FALSE";
    return expected.entrySet().stream()
        .map(kind ->
            " UNION ALL SELECT BIGINT '%d', BIGINT '%d', '%s', BIGINT '%d'"
                .formatted(
                    kind.getKey().interval(),
                    kind.getKey().set(),
                    kind.getKey().group(),
                    kind.getValue()))
        .collect(joining("", none, ""));
  }

  @Test
  void a_question_about_persons_is_refused() {
    assertThat(
            trino.query(
                "SELECT event_counts(question_part(intervals_question(1, ARRAY[], %s, %s, MAP(), MAP()), 0))"
                    .formatted(time(0), time(1_000))))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessage("event_counts: not made by counts_question");
  }
}
