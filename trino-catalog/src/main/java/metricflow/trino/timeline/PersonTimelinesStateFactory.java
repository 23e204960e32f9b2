package metricflow.trino.timeline;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import metricflow.trino.group.GroupedGroupState;
import metricflow.trino.group.SingleGroupState;

/** Makes the states of aggregates over blocks of timelines. */
public final class PersonTimelinesStateFactory
    implements AccumulatorStateFactory<PersonTimelinesState> {
  @Override
  public PersonTimelinesState createSingleState() {
    return new Single();
  }

  @Override
  public PersonTimelinesState createGroupedState() {
    return new Grouped();
  }

  private static final class Single extends SingleGroupState<PersonTimelines>
      implements PersonTimelinesState {
    private final TimelinesReader reader = new TimelinesReader();

    @Override
    public TimelinesReader reader() {
      return reader;
    }

    @Override
    public AccumulatorState copy() {
      return new Single().copiedFrom(this);
    }
  }

  private static final class Grouped extends GroupedGroupState<PersonTimelines>
      implements PersonTimelinesState {
    private final TimelinesReader reader = new TimelinesReader();

    @Override
    public TimelinesReader reader() {
      return reader;
    }
  }
}
