package metricflow.funnel;

/** As ClickHouse's {@code windowFunnel} counts, without mode or with strict_order. */
final class WindowFunnelMatcher extends FunnelMatcher {
  private final int steps;
  private final boolean strict;
  private final Paths paths;

  /** Events of one instant count together: steps they fill, and whether one of them fills none. */
  private long instant;

  private long instantFills;
  private boolean instantHasOther;
  private boolean ended;

  WindowFunnelMatcher(FunnelRules rules) {
    super(rules);
    steps = rules.steps();
    strict = rules.order() == FunnelOrder.STRICT;
    paths = new Paths(steps, rules.windowMillis());
  }

  @Override
  public void reset() {
    paths.clear();
    instantFills = 0;
    instantHasOther = false;
    ended = false;
  }

  @Override
  public boolean accept(long time, long mask) {
    if (time != instant) {
      end();
      instant = time;
    }
    long filled = rules().stepsFilled(mask);
    instantFills |= filled;
    instantHasOther |= filled == 0;
    return ended;
  }

  @Override
  public void end() {
    if (ended) {
      return;
    }
    // What fills no step comes before what fills one.
    ended = strict && instantHasOther && paths.standsAt(0);
    while (instantFills != 0 && !ended) {
      int step = Long.numberOfTrailingZeros(instantFills);
      instantFills &= instantFills - 1;
      boolean tooEarly = step > 0 && !paths.standsAt(step - 1);
      if (!tooEarly) {
        paths.fill(step, instant);
      }
      ended = paths.reached() == steps || (strict && tooEarly && paths.standsAt(0));
    }
    instantFills = 0;
    instantHasOther = false;
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
