package metricflow.tests.oracle;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random numbers for worlds and questions. Of seeds in a row {@link Random} makes nearly the same
 * first numbers: the days asked about hardly changed within a run. These are mixed.
 */
final class Seeds {
  /** More than there are worlds in a run: runs with seeds in a row share none. */
  private static final long BETWEEN_RUNS = 1_000_003;

  private Seeds() {}

  /** The seed of a world, for {@link #random}, in the run with the seed {@code run}. */
  static long of(long run, int world) {
    return run * BETWEEN_RUNS + world;
  }

  static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }
}
