package metricflow.funnel;

import java.util.List;
import java.util.OptionalLong;

/**
 * How far a funnel took one person.
 *
 * @param steps number of steps of the funnel
 * @param stepTimes epoch milliseconds of each step reached, in the order in which they happened
 */
public record FunnelResult(int steps, List<Long> stepTimes) {

  /** Keeps its own copy. */
  public FunnelResult {
    stepTimes = List.copyOf(stepTimes);
  }

  /** Number of steps reached. */
  public int stepsReached() {
    return stepTimes.size();
  }

  /** Milliseconds from the first step to the last; empty unless all steps were reached. */
  public OptionalLong millisToConvert() {
    return stepsReached() == steps
        ? OptionalLong.of(stepTimes.getLast() - stepTimes.getFirst())
        : OptionalLong.empty();
  }
}
