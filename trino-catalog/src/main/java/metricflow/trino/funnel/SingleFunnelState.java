package metricflow.trino.funnel;

import io.trino.spi.function.AccumulatorState;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelRules;

/** The state of a query without groups, or of a window. */
final class SingleFunnelState extends GatheredFunnelState {
  private static final int OBJECT_BYTES = 64;

  private final FunnelEvents events = new FunnelEvents();
  private FunnelRules rules;

  @Override
  FunnelRules rules() {
    return rules;
  }

  @Override
  void setRules(FunnelRules rules) {
    this.rules = rules;
  }

  @Override
  void keep(long millis, int sequence, long stepMask) {
    events.add(millis, sequence, stepMask);
  }

  @Override
  FunnelEvents events() {
    return events;
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
