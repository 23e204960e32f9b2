package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.util.function.Consumer;
import metricflow.funnel.FunnelMatcher;

/**
 * The timelines of the group at hand, which is a bucket of persons. It never travels, as {@link
 * FunnelState}.
 */
@AccumulatorStateMetadata(
    stateFactoryClass = PersonTimelinesStateFactory.class,
    stateSerializerClass = PersonTimelinesStateSerializer.class)
public interface PersonTimelinesState extends AccumulatorState {
  /** Adds a part to what {@code question} asks. */
  void add(Slice question, Slice part);

  /**
   * Counts each person and hands on those who reached a step.
   *
   * @return the number of steps asked about; 0 when nothing was added
   */
  int match(Consumer<FunnelMatcher> reached);
}
