package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.group.GroupedGroupState;

/** The states of all groups of a query, one of which is at hand. */
final class GroupedFunnelState extends GroupedGroupState<FunnelProgress> implements FunnelState {
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
}
