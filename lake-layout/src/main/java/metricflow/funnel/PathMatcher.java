package metricflow.funnel;

/** Steps one after the other, or directly one after the other. */
final class PathMatcher extends FunnelMatcher {
  private final int steps;
  private final boolean strict;
  private final Paths paths;

  PathMatcher(FunnelRules rules) {
    super(rules);
    steps = rules.steps();
    strict = rules.order() == FunnelOrder.STRICT;
    paths = new Paths(steps, rules.windowMillis());
  }

  @Override
  public void reset() {
    paths.clear();
  }

  @Override
  public boolean accept(long time, long mask) {
    long filled = rules().stepsFilled(mask);
    long ended = rules().stepsExcludedAfter(mask);
    if (strict) {
      ended |= rules().allSteps() & ~filled;
    }
    // Steps beyond the next one cannot be filled, and no path stands there.
    long left = (filled | ended) & ((2L << paths.reached()) - 1);
    // Downwards, so that the path this event continues was there before the event.
    while (left != 0) {
      int step = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
      long bit = 1L << step;
      left ^= bit;
      if ((ended & bit) != 0) {
        paths.end(step);
      }
      if ((filled & bit) != 0) {
        paths.fill(step, time);
      }
    }
    return paths.reached() == steps;
  }

  @Override
  public int stepsReached() {
    return paths.reached();
  }

  @Override
  public long stepTime(int index) {
    return paths.stepTime(index);
  }
}
