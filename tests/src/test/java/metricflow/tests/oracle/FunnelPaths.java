package metricflow.tests.oracle;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import metricflow.api.query.Conversion;
import metricflow.event.Event;
import metricflow.funnel.FunnelOrder;

/** All ways through a funnel that some events make, tried one by one. */
final class FunnelPaths {
  /** An event; bit k of {@code fills}: it fills step k, of {@code excluded}: not after step k. */
  record Row(WorldEvent event, long fills, long excluded) {
    long time() {
      return event.time().toEpochMilli();
    }

    int sequence() {
      return event.sequence() == null ? Event.NO_SEQUENCE : event.sequence();
    }

    private int lowest() {
      return fills != 0
          ? Long.numberOfTrailingZeros(fills)
          : excluded != 0 ? 32 + Long.numberOfTrailingZeros(excluded) : Long.SIZE;
    }
  }

  private final World world;
  private final Conversion conversion;
  private final List<Row> rows;
  private List<Integer> told = List.of();

  private FunnelPaths(World world, Conversion conversion, List<WorldEvent> events) {
    this.world = world;
    this.conversion = conversion;
    this.rows =
        events.stream()
            .map(this::row)
            .filter(row ->
                conversion.order() == FunnelOrder.STRICT || row.fills != 0 || row.excluded != 0)
            .sorted(
                comparingLong(Row::time)
                    .thenComparingInt(Row::sequence)
                    .thenComparingInt(Row::lowest)
                    .thenComparingLong(Row::excluded)
                    .thenComparingLong(Row::fills))
            .toList();
  }

  /** The events of the path that is told, none when no step was taken. */
  static List<Row> told(World world, Conversion conversion, List<WorldEvent> events) {
    FunnelPaths paths = new FunnelPaths(world, conversion, events);
    if (conversion.order() == FunnelOrder.ANY) {
      paths.combine(0, 0, List.of());
    } else {
      paths.extend(List.of());
    }
    return paths.told.stream().map(paths.rows::get).toList();
  }

  /** The events that may be the first of a path. */
  static boolean mayStart(World world, Conversion conversion, WorldEvent event) {
    return IntStream.range(0, conversion.order() == FunnelOrder.ANY ? conversion.steps().size() : 1)
        .anyMatch(step -> fills(world, conversion.steps().get(step), event));
  }

  private static boolean fills(World world, Conversion.Step step, WorldEvent event) {
    return step.alternatives().stream().anyMatch(one -> FilterOracle.matches(world, one, event));
  }

  private Row row(WorldEvent event) {
    long fills = 0;
    for (int step = 0; step < conversion.steps().size(); step++) {
      fills |= fills(world, conversion.steps().get(step), event) ? 1L << step : 0;
    }
    long excluded = 0;
    for (Conversion.Exclusion exclusion : conversion.exclusions()) {
      for (int step = exclusion.after(); step < exclusion.before(); step++) {
        excluded |= FilterOracle.matches(world, exclusion.events(), event) ? 1L << step : 0;
      }
    }
    return new Row(event, fills, excluded);
  }

  /** Keeps the better of two paths. */
  private void found(List<Integer> path) {
    Comparator<List<Integer>> better =
        comparingInt((List<Integer> one) -> -one.size())
            .thenComparingInt(List::getLast)
            .thenComparingLong(one -> -rows.get(one.getFirst()).time())
            .thenComparing(this::compareTimes);
    if (told.isEmpty() || better.compare(path, told) < 0) {
      told = path;
    }
  }

  private int compareTimes(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = Long.compare(rows.get(a.get(i)).time(), rows.get(b.get(i)).time());
      if (order != 0) {
        return conversion.order() == FunnelOrder.ANY ? -order : order;
      }
    }
    return 0;
  }

  private void extend(List<Integer> path) {
    int step = path.size();
    if (step == conversion.steps().size()) {
      return;
    }
    for (int i = path.isEmpty() ? 0 : path.getLast() + 1; i < rows.size(); i++) {
      if ((rows.get(i).fills >> step & 1) == 1 && (path.isEmpty() || follows(path, i))) {
        List<Integer> longer = with(path, i);
        found(longer);
        extend(longer);
      }
    }
  }

  private boolean follows(List<Integer> path, int next) {
    int reached = path.size() - 1;
    return inWindow(path, next)
        && rows.subList(path.getLast() + 1, next).stream()
            .noneMatch(between ->
                (between.excluded >> reached & 1) == 1
                    || (conversion.order() == FunnelOrder.STRICT
                        && (between.fills >> reached & 1) == 0));
  }

  private boolean inWindow(List<Integer> path, int next) {
    return rows.get(next).time() - rows.get(path.getFirst()).time()
        <= conversion.windowSeconds() * 1000;
  }

  private void combine(int from, long taken, List<Integer> path) {
    for (int i = from; i < rows.size(); i++) {
      if (!path.isEmpty() && (!inWindow(path, i) || rows.get(i).excluded != 0)) {
        return;
      }
      for (long left = rows.get(i).fills & ~taken; left != 0; left &= left - 1) {
        List<Integer> longer = with(path, i);
        found(longer);
        combine(i + 1, taken | Long.lowestOneBit(left), longer);
      }
    }
  }

  private static List<Integer> with(List<Integer> path, int next) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }
}
