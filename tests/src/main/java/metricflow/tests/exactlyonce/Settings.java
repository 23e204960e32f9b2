package metricflow.tests.exactlyonce;

import java.util.List;

/**
 * What a run does.
 *
 * @param seed from which every random choice follows
 * @param projects number of projects, so that a crash can fall between them
 * @param rate events a second, all projects together
 * @param randomKills kills at random moments
 * @param microBatches for each number n, one death at each crash point of the n-th micro-batch
 * @param also further components, each killed once: of {@code kafka}, {@code redis}, {@code api}
 * @param resendShare share of batches that are sent once more after their acknowledgement
 */
public record Settings(
    long seed,
    int projects,
    int rate,
    int randomKills,
    List<Integer> microBatches,
    List<String> also,
    double resendShare) {

  /** Each crash point once and three kills: what fits into the tests of every change. */
  public static Settings brief(long seed) {
    return new Settings(seed, 3, 600, 3, List.of(2), List.of(), 0);
  }
}
