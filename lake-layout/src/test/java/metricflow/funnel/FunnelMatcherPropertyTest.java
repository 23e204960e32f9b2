package metricflow.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import metricflow.funnel.FunnelOracle.Row;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The matchers against the definition of a funnel, tried on every path there is. */
final class FunnelMatcherPropertyTest {
  private static final int MAX_STEPS = 4;

  /** Few instants and sequences, so that ties, equal events and window edges are the rule. */
  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Long> masks =
        Combinators.combine(
                Arbitraries.frequency(Tuple.of(5, 1), Tuple.of(2, 2), Tuple.of(1, 0)),
                Arbitraries.integers().between(0, 31),
                Arbitraries.integers().between(0, 31),
                Arbitraries.frequency(
                    Tuple.of(4, 0L), Tuple.of(1, 1L), Tuple.of(1, 2L), Tuple.of(1, 7L)))
            .as((bits, one, several, excluded) ->
                (bits == 0 ? 0 : bits == 1 ? 1L << (one % 5) : several) | excluded << 32);
    return Combinators.combine(
            Arbitraries.longs().between(0, 8), Arbitraries.integers().between(-1, 1), masks)
        .as(Row::new)
        .list()
        .ofMaxSize(9);
  }

  @Provide
  Arbitrary<FunnelRules> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(1, MAX_STEPS),
            Arbitraries.longs().between(0, 9),
            Arbitraries.of(FunnelOrder.values()))
        .as((steps, window, order) ->
            new FunnelRules(steps, window, order, FunnelSemantics.BEST_PATH));
  }

  @Property(tries = 30_000, edgeCases = EdgeCasesMode.NONE)
  void tells_the_path_that_the_definition_names(
      @ForAll("rules") FunnelRules rules, @ForAll("rows") List<Row> rows) {
    assertThat(result(rules, rows)).isEqualTo(new FunnelOracle(rules, rows).stepTimes());
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void one_matcher_serves_one_person_after_another(
      @ForAll("rules") FunnelRules rules,
      @ForAll("rows") List<Row> first,
      @ForAll("rows") List<Row> second) {
    FunnelMatcher matcher = rules.matcher();
    events(first).match(matcher);
    events(second).match(matcher);

    assertThat(matcher.result().stepTimes()).isEqualTo(result(rules, second));
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void the_order_of_adding_does_not_matter(
      @ForAll("rules") FunnelRules rules, @ForAll("rows") List<Row> rows, @ForAll long seed) {
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    FunnelEvents first = events(shuffled.subList(0, shuffled.size() / 2));
    FunnelEvents whole = events(shuffled.subList(shuffled.size() / 2, shuffled.size()));
    // Read in between: that must not change what is there.
    first.match(rules.matcher());
    whole.addAll(first);

    FunnelMatcher matcher = rules.matcher();
    whole.match(matcher);
    assertThat(whole.size()).isEqualTo(rows.size());
    assertThat(matcher.result().stepTimes()).isEqualTo(result(rules, rows));
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void live_counters_count_what_the_rules_count(
      @ForAll("rules") FunnelRules rules, @ForAll("rows") List<Row> rows) {
    FunnelRules ordered = FunnelRules.ordered(rules.steps(), rules.windowMillis());
    StepTimeline live = new StepTimeline();
    FunnelEvents events = new FunnelEvents();
    for (Row row : rows) {
      live.add(row.time(), row.sequence(), (int) row.mask());
      events.add(row.time(), row.sequence(), row.mask() & 31);
    }

    assertThat(live.stepsReached(ordered.steps(), ordered.windowMillis()))
        .isEqualTo(events.match(ordered.matcher()));
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void windowfunnel_reaches_what_its_published_algorithm_reaches(
      @ForAll("rules") FunnelRules rules, @ForAll("rows") List<Row> rows) {
    FunnelOrder order =
        rules.order() == FunnelOrder.STRICT ? FunnelOrder.STRICT : FunnelOrder.ORDERED;
    FunnelRules windowFunnel =
        new FunnelRules(rules.steps(), rules.windowMillis(), order, FunnelSemantics.WINDOW_FUNNEL);

    assertThat(events(rows).match(windowFunnel.matcher()))
        .isEqualTo(windowFunnel(windowFunnel, rows));
  }

  /** One (time, step) pair for each step an event fills, step 0 when it fills none; from 1. */
  private static int windowFunnel(FunnelRules rules, List<Row> rows) {
    boolean strict = rules.order() == FunnelOrder.STRICT;
    List<long[]> pairs = new ArrayList<>();
    for (Row row : rows) {
      boolean any = false;
      for (int step = 0; step < rules.steps(); step++) {
        if (row.fills(step)) {
          pairs.add(new long[] {row.time(), step + 1});
          any = true;
        }
      }
      if (strict && !any) {
        pairs.add(new long[] {row.time(), 0});
      }
    }
    pairs.sort(Comparator.<long[]>comparingLong(p -> p[0]).thenComparingLong(p -> p[1]));
    Long[] chain = new Long[rules.steps() + 1];
    for (long[] pair : pairs) {
      int step = (int) pair[1];
      if (step == 0) {
        if (chain[1] != null) {
          break;
        }
      } else if (step == 1) {
        chain[1] = pair[0];
      } else if (chain[step - 1] == null) {
        if (strict && chain[1] != null) {
          break;
        }
      } else if (pair[0] <= chain[step - 1] + rules.windowMillis()) {
        chain[step] = chain[step - 1];
      }
      if (chain[rules.steps()] != null) {
        break;
      }
    }
    int level = rules.steps();
    while (level > 0 && chain[level] == null) {
      level--;
    }
    return level;
  }

  private static List<Long> result(FunnelRules rules, List<Row> rows) {
    FunnelMatcher matcher = rules.matcher();
    events(rows).match(matcher);
    return matcher.result().stepTimes();
  }

  private static FunnelEvents events(List<Row> rows) {
    FunnelEvents events = new FunnelEvents();
    rows.forEach(row -> events.add(row.time(), row.sequence(), row.mask()));
    return events;
  }
}
