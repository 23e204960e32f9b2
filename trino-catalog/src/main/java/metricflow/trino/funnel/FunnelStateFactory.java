package metricflow.trino.funnel;

import io.trino.spi.function.AccumulatorStateFactory;

/** Makes the states of {@link FunnelAggregation} and {@link FunnelStepsReachedAggregation}. */
public final class FunnelStateFactory implements AccumulatorStateFactory<FunnelState> {
  @Override
  public FunnelState createSingleState() {
    return new SingleFunnelState();
  }

  @Override
  public FunnelState createGroupedState() {
    return new GroupedFunnelState();
  }
}
