package metricflow.trino.sketch;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of {@link ThetaSketchAggregation} and {@link ThetaUnionAggregation}. */
public final class ThetaUnionStateFactory implements AccumulatorStateFactory<ThetaUnionState> {
  @Override
  public ThetaUnionState createSingleState() {
    return new Single();
  }

  @Override
  public ThetaUnionState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<ThetaUnionValue>
      implements ThetaUnionState {
    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<ThetaUnionValue>
      implements ThetaUnionState {}
}
