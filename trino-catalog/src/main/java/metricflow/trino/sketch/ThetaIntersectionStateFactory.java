package metricflow.trino.sketch;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of {@link ThetaIntersectionAggregation}. */
public final class ThetaIntersectionStateFactory
    implements AccumulatorStateFactory<ThetaIntersectionState> {
  @Override
  public ThetaIntersectionState createSingleState() {
    return new Single();
  }

  @Override
  public ThetaIntersectionState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<ThetaIntersectionValue>
      implements ThetaIntersectionState {
    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<ThetaIntersectionValue>
      implements ThetaIntersectionState {}
}
