package metricflow.trino.retention;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of {@link RetentionAggregation}. */
public final class RetentionStateFactory implements AccumulatorStateFactory<RetentionState> {
  @Override
  public RetentionState createSingleState() {
    return new Single();
  }

  @Override
  public RetentionState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<RetentionProgress>
      implements RetentionState {
    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<RetentionProgress>
      implements RetentionState {}
}
