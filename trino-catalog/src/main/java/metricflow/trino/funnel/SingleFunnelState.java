package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.group.SingleGroupState;

/** The state of a query without groups. */
final class SingleFunnelState extends SingleGroupState<FunnelProgress> implements FunnelState {
  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelQuestion question = new FunnelQuestion();

  @Override
  public FunnelRules rules(long steps, long windowMillis, Slice mode) {
    return counter.rules(steps, windowMillis, mode);
  }

  @Override
  public FunnelQuestion question() {
    return question;
  }

  @Override
  public FunnelMatcher matcher(FunnelRules rules) {
    return counter.matcher(rules);
  }

  @Override
  public AccumulatorState copy() {
    return new SingleFunnelState().copiedFrom(this);
  }
}
