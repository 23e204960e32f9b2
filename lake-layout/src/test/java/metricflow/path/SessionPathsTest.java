package metricflow.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import metricflow.session.SessionSplitter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SessionPathsTest {
  private static final long MINUTE = 60_000;

  private final SessionPaths<String> paths = new SessionPaths<>();

  /** An event; the node is null when it takes no part. */
  private record Visit(long time, int sequence, String node, boolean anchor) {}

  @Test
  void a_path_leads_from_the_first_visit_to_the_last_and_ends() {
    visit(0, "/", "/prices", "/buy");

    assertThat(paths.steps(rules(PathStart.SESSION, 5)))
        .containsOnly(
            Map.entry(new PathStep<>(1, "/", "/prices"), 1L),
            Map.entry(new PathStep<>(2, "/prices", "/buy"), 1L),
            Map.entry(new PathStep<>(3, "/buy", null), 1L));
  }

  @Test
  void sessions_that_take_the_same_step_are_counted() {
    visit(0, "/", "/prices");
    visit(100, "/", "/prices", "/buy");

    assertThat(paths.steps(rules(PathStart.SESSION, 1)))
        .containsOnly(Map.entry(new PathStep<>(1, "/", "/prices"), 2L));
  }

  @Test
  void backwards_the_path_leads_from_the_first_anchor_to_where_the_session_began() {
    visit(0, "/", "/prices");
    paths.add(3 * MINUTE, 0, "buy", true);
    paths.add(4 * MINUTE, 0, "again", true);

    assertThat(paths.steps(rules(PathStart.BEFORE, 5)))
        .containsOnly(
            Map.entry(new PathStep<>(1, "/prices", "buy"), 1L),
            Map.entry(new PathStep<>(2, "/", "/prices"), 1L),
            Map.entry(new PathStep<>(3, null, "/"), 1L));
  }

  @Test
  void a_session_without_an_anchor_has_no_path_from_one() {
    visit(0, "/", "/prices");

    assertThat(paths.steps(rules(PathStart.AFTER, 5))).isEmpty();
  }

  @Test
  void events_that_take_no_part_keep_the_session_going() {
    visit(0, "/");
    paths.add(30 * MINUTE, 0, null, false);
    visit(60, "/prices");

    assertThat(paths.steps(rules(PathStart.SESSION, 1)))
        .containsOnly(Map.entry(new PathStep<>(1, "/", "/prices"), 1L));
  }

  @Test
  void sessions_that_began_before_are_not_told() {
    visit(0, "/", "/prices");
    visit(100, "/buy");

    assertThat(
            paths.steps(
                new PathRules(PathStart.SESSION, 5, true, Instant.ofEpochMilli(100 * MINUTE))))
        .containsOnly(Map.entry(new PathStep<>(1, "/buy", null), 1L));
  }

  @Property
  void steps_are_those_of_the_definition_whatever_the_order_of_the_rows(
      @ForAll("visits") List<Visit> visits,
      @ForAll PathStart start,
      @ForAll @IntRange(min = 1, max = 4) int depth,
      @ForAll boolean collapseRepeats,
      @ForAll @IntRange(max = 400) int from,
      @ForAll Random random) {
    PathRules rules =
        new PathRules(start, depth, collapseRepeats, Instant.ofEpochMilli(from * MINUTE));
    List<Visit> shuffled = new ArrayList<>(visits);
    Collections.shuffle(shuffled, random);
    // What a person before has left behind must not matter.
    visit(0, "a", "b");
    paths.steps(rules);

    shuffled.forEach(visit -> paths.add(visit.time, visit.sequence, visit.node, visit.anchor));

    assertThat(paths.steps(rules)).isEqualTo(naive(rules, visits));
  }

  @Provide
  Arbitrary<List<Visit>> visits() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 400).map(minutes -> minutes * MINUTE),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.of("a", "b", "c").injectNull(0.2),
            Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)))
        .as(Visit::new)
        .list()
        .ofMaxSize(30);
  }

  private static Map<PathStep<String>, Long> naive(PathRules rules, List<Visit> visits) {
    Map<PathStep<String>, Long> steps = new HashMap<>();
    for (List<Visit> session : sessions(visits)) {
      if (session.getFirst().time >= rules.from().toEpochMilli()) {
        List<String> way = way(rules, session);
        for (int i = 0; i < Math.min(rules.depth(), way.size()); i++) {
          String next = i + 1 < way.size() ? way.get(i + 1) : null;
          steps.merge(
              rules.start() == PathStart.BEFORE
                  ? new PathStep<>(i + 1, next, way.get(i))
                  : new PathStep<>(i + 1, way.get(i), next),
              1L,
              Long::sum);
        }
      }
    }
    return steps;
  }

  private static List<List<Visit>> sessions(List<Visit> visits) {
    SessionSplitter splitter = new SessionSplitter();
    List<List<Visit>> sessions = new ArrayList<>();
    visits.stream()
        .sorted(
            Comparator.comparing(Visit::time)
                .thenComparing(Visit::sequence)
                .thenComparing(Visit::node, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Visit::anchor))
        .forEach(visit -> {
          if (splitter.starts(visit.time)) {
            sessions.add(new ArrayList<>());
          }
          sessions.getLast().add(visit);
        });
    return sessions;
  }

  /** The nodes from where the path is looked at, in the direction in which it is. */
  private static List<String> way(PathRules rules, List<Visit> session) {
    List<Visit> visits = session.stream().filter(visit -> visit.node != null).toList();
    List<String> nodes = new ArrayList<>();
    int first = rules.start() == PathStart.SESSION ? 0 : Integer.MAX_VALUE;
    for (Visit visit : visits) {
      boolean repeats = !nodes.isEmpty() && nodes.getLast().equals(visit.node);
      if (!repeats || !rules.collapseRepeats()) {
        nodes.add(visit.node);
      }
      if (visit.anchor) {
        first = Math.min(first, nodes.size() - 1);
      }
    }
    if (first >= nodes.size()) {
      return List.of();
    }
    return rules.start() == PathStart.BEFORE
        ? nodes.subList(0, first + 1).reversed()
        : nodes.subList(first, nodes.size());
  }

  private static PathRules rules(PathStart start, int depth) {
    return new PathRules(start, depth, true, Instant.EPOCH);
  }

  /** Visits a minute apart. */
  private void visit(long minute, String... nodes) {
    IntStream.range(0, nodes.length)
        .forEach(i -> paths.add((minute + i) * MINUTE, 0, nodes[i], false));
  }
}
