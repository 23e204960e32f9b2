package metricflow.funnel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Funnels by their definition: all paths there are, tried one by one. Exponential, and written
 * without a look at the matchers.
 */
final class FunnelOracle {
  /** An event; {@code mask} as {@link FunnelRules} has it. */
  record Row(long time, int sequence, long mask) {
    private static final Comparator<Row> ORDER =
        Comparator.comparingLong(Row::time)
            .thenComparingInt(Row::sequence)
            .thenComparingInt(row -> Long.numberOfTrailingZeros(row.mask()))
            .thenComparingLong(Row::mask);

    boolean fills(int step) {
      return (mask & (1L << step)) != 0;
    }

    boolean excludedAfter(int step) {
      return (mask & FunnelRules.exclusionAfter(step)) != 0;
    }
  }

  private final FunnelRules rules;
  private final List<Row> rows;

  FunnelOracle(FunnelRules rules, List<Row> rows) {
    this.rules = rules;
    this.rows = rows.stream().sorted(Row.ORDER).toList();
  }

  /** Times of the steps of the path that is told. */
  List<Long> stepTimes() {
    if (rules.semantics() == FunnelSemantics.WINDOW_FUNNEL) {
      throw new IllegalArgumentException("windowFunnel is not defined by paths");
    }
    List<List<Integer>> paths = new ArrayList<>();
    paths.add(List.of());
    switch (rules.order()) {
      case ORDERED, STRICT -> extend(List.of(), paths::add);
      case ANY -> combine(0, 0, List.of(), paths::add);
    }
    return paths.stream().min(told()).orElseThrow().stream().map(i -> rows.get(i).time()).toList();
  }

  private Comparator<List<Integer>> told() {
    Comparator<List<Integer>> longest = Comparator.comparingInt(path -> -path.size());
    Comparator<List<Integer>> completeFirst =
        Comparator.comparingInt(path -> path.isEmpty() ? 0 : path.getLast());
    Comparator<List<Integer>> startsLast =
        Comparator.comparingLong(path -> path.isEmpty() ? 0 : -rows.get(path.getFirst()).time());
    int direction = rules.order() == FunnelOrder.ANY ? -1 : 1;
    Comparator<List<Integer>> byTimes =
        (a, b) -> {
          for (int i = 0; i < a.size(); i++) {
            int order = Long.compare(rows.get(a.get(i)).time(), rows.get(b.get(i)).time());
            if (order != 0) {
              return direction * order;
            }
          }
          return 0;
        };
    return longest.thenComparing(completeFirst).thenComparing(startsLast).thenComparing(byTimes);
  }

  private void extend(List<Integer> path, Consumer<List<Integer>> found) {
    int step = path.size();
    if (step == rules.steps()) {
      return;
    }
    for (int i = path.isEmpty() ? 0 : path.getLast() + 1; i < rows.size(); i++) {
      if (rows.get(i).fills(step) && (path.isEmpty() || follows(path, i))) {
        List<Integer> longer = with(path, i);
        found.accept(longer);
        extend(longer, found);
      }
    }
  }

  private boolean follows(List<Integer> path, int next) {
    int reached = path.size() - 1;
    if (!inWindow(path, next)) {
      return false;
    }
    for (int i = path.getLast() + 1; i < next; i++) {
      boolean strays = rules.order() == FunnelOrder.STRICT && !rows.get(i).fills(reached);
      if (strays || rows.get(i).excludedAfter(reached)) {
        return false;
      }
    }
    return true;
  }

  private boolean inWindow(List<Integer> path, int next) {
    return rows.get(next).time() - rows.get(path.getFirst()).time() <= rules.windowMillis();
  }

  private void combine(int from, long taken, List<Integer> path, Consumer<List<Integer>> found) {
    for (int i = from; i < rows.size(); i++) {
      if (!path.isEmpty() && (!inWindow(path, i) || anyExcluded(path.getFirst() + 1, i))) {
        return;
      }
      for (int step = 0; step < rules.steps(); step++) {
        long bit = 1L << step;
        if (rows.get(i).fills(step) && (taken & bit) == 0) {
          List<Integer> longer = with(path, i);
          found.accept(longer);
          combine(i + 1, taken | bit, longer, found);
        }
      }
    }
  }

  private boolean anyExcluded(int from, int to) {
    for (int i = from; i <= to; i++) {
      for (int step = 0; step < rules.steps() - 1; step++) {
        if (rows.get(i).excludedAfter(step)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Integer> with(List<Integer> path, int next) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }
}
