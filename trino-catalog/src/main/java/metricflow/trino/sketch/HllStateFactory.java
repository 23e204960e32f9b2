package metricflow.trino.sketch;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of {@link HllSketchAggregation} and {@link HllUnionAggregation}. */
public final class HllStateFactory implements AccumulatorStateFactory<HllState> {
  @Override
  public HllState createSingleState() {
    return new Single();
  }

  @Override
  public HllState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<HllValue> implements HllState {
    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<HllValue> implements HllState {}
}
