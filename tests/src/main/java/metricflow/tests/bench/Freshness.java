package metricflow.tests.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long after an event was due it could be seen in a place. Only totals are watched: the n-th
 * event seen is taken for the n-th event due, which is exact while the place keeps the order of the
 * batches and off by one batch's lateness otherwise.
 */
final class Freshness {
  private static final int PARTS = 10;

  private final LoadGenerator.Load load;
  private final long startNanos;
  private final List<Lag> lags = new ArrayList<>();
  private long seen;

  private record Lag(long millis, long events) {}

  /**
   * The lag that a share of events stayed within, in milliseconds.
   *
   * @param p50 half of them
   * @param p95 of 100, 95
   * @param p99 of 100, 99
   */
  record Percentiles(long p50, long p95, long p99) {
    @Override
    public String toString() {
      return "%,d / %,d / %,d".formatted(p50, p95, p99);
    }
  }

  Freshness(LoadGenerator.Load load, long startNanos) {
    this.load = load;
    this.startNanos = startNanos;
  }

  /** Notes that {@code total} events are there now. */
  void observe(long total) {
    long now = System.nanoTime() - startNanos;
    long added = total - seen;
    if (added <= 0) {
      return;
    }
    for (int part = 1; part <= PARTS; part++) {
      long event = seen + added * part / PARTS;
      lags.add(new Lag((now - load.due(event - 1)) / 1_000_000, Math.max(1, added / PARTS)));
    }
    seen = total;
  }

  long seen() {
    return seen;
  }

  /** A mark between what was observed and what will be. */
  int mark() {
    return lags.size();
  }

  /** Over everything observed. */
  Percentiles percentiles() {
    return percentiles(0);
  }

  /** Over what was observed since a mark. */
  Percentiles percentiles(int mark) {
    List<Lag> sorted =
        lags.subList(mark, lags.size()).stream()
            .sorted(Comparator.comparingLong(Lag::millis))
            .toList();
    return new Percentiles(within(sorted, 0.5), within(sorted, 0.95), within(sorted, 0.99));
  }

  private static long within(List<Lag> sorted, double share) {
    long wanted = (long) (share * sorted.stream().mapToLong(Lag::events).sum());
    long passed = 0;
    for (Lag lag : sorted) {
      passed += lag.events();
      if (passed >= wanted) {
        return lag.millis();
      }
    }
    return -1;
  }
}
