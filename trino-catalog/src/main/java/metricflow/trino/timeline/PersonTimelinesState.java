package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.util.function.Consumer;
import metricflow.funnel.FunnelEvents;

/**
 * The timelines of the group at hand, which is a bucket of persons. It never travels: all parts of
 * a bucket go to one worker, and are read there.
 */
@AccumulatorStateMetadata(
    stateFactoryClass = PersonTimelinesStateFactory.class,
    stateSerializerClass = PersonTimelinesStateSerializer.class)
public interface PersonTimelinesState extends AccumulatorState {
  /** Adds a part to what {@code question} asks. */
  void add(Slice question, Slice part);

  /** What is asked about the group; null when nothing was added. */
  TimelineQuestion question();

  /** Hands on what matters of each person of the group, to be read at once. */
  void forEachPerson(Consumer<FunnelEvents> person);
}
