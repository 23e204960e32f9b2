package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;

/** The state of a query without groups, or of a window. */
final class SingleFunnelState implements FunnelState {
  private static final int OBJECT_BYTES = 64;

  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelQuestion question = new FunnelQuestion();
  private final FunnelEvents events = new FunnelEvents();
  private FunnelRules rules;

  @Override
  public FunnelRules rules(long steps, long windowMillis, Slice mode) {
    return counter.rules(steps, windowMillis, mode);
  }

  @Override
  public void add(FunnelRules rowRules, long millis, int sequence, long stepMask) {
    if (rowRules.concerns(stepMask)) {
      rules = FunnelCounter.same(rules, rowRules);
      events.add(millis, sequence, stepMask);
    }
  }

  @Override
  public void add(Slice asked, Slice timeline) {
    question.ask(asked);
    rules = FunnelCounter.same(rules, question.rules());
    question.read(timeline, events::add);
  }

  @Override
  public FunnelMatcher matched() {
    if (rules == null) {
      return null;
    }
    FunnelMatcher matcher = counter.matcher(rules);
    events.match(matcher);
    return matcher;
  }

  @Override
  public AccumulatorState copy() {
    SingleFunnelState copy = new SingleFunnelState();
    copy.rules = rules;
    copy.events.addAll(events);
    return copy;
  }

  @Override
  public long getEstimatedSize() {
    return OBJECT_BYTES + events.retainedBytes();
  }
}
