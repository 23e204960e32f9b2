package metricflow.trino.activity;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of {@link IntervalCohortsAggregation}. */
public final class CohortsStateFactory implements AccumulatorStateFactory<CohortsState> {
  @Override
  public CohortsState createSingleState() {
    return new Single();
  }

  @Override
  public CohortsState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<Cohorts> implements CohortsState {
    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<Cohorts> implements CohortsState {}
}
