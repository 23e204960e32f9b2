package metricflow.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Everyone who has come so far. Confined to one thread. */
final class Population {
  private static final double NEW_VISITOR = 0.46;
  private static final double LOYAL = 0.45;

  private final Map<Country, List<Visitor>> known = new HashMap<>();

  /** Who starts a session in {@code country} at {@code time}, epoch milliseconds. */
  Visitor arrival(Country country, long time, RandomGenerator random) {
    List<Visitor> visitors = known.computeIfAbsent(country, first -> new ArrayList<>());
    if (!visitors.isEmpty() && random.nextDouble() >= NEW_VISITOR) {
      Visitor returning = visitors.get(returning(visitors.size(), random));
      // Someone in the middle of a session cannot start another one.
      if (returning.lastEvent() < time) {
        return returning;
      }
    }
    Visitor arrived = new Visitor(country, random);
    visitors.add(arrived);
    return arrived;
  }

  /** Few loyal visitors come often (Zipf, exponent 1); others come back soon or never. */
  private static int returning(int visitors, RandomGenerator random) {
    double skewed = Math.pow(visitors, random.nextDouble()) - 1;
    int rank = Math.min((int) skewed, visitors - 1);
    return random.nextDouble() < LOYAL ? rank : visitors - 1 - rank;
  }
}
