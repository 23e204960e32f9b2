package metricflow.trino.sketch;

import io.trino.spi.function.AccumulatorStateMetadata;
import metricflow.trino.group.GroupState;
import org.apache.datasketches.theta.CompactThetaSketch;

/** What the sketches of the group at hand have in common. */
@AccumulatorStateMetadata(
    stateFactoryClass = ThetaIntersectionStateFactory.class,
    stateSerializerClass = ThetaIntersectionStateSerializer.class)
public interface ThetaIntersectionState extends GroupState<ThetaIntersectionValue> {
  /** Keeps what {@code sketch} has seen, too. */
  default void intersect(CompactThetaSketch sketch) {
    ThetaIntersectionValue value = get();
    if (value == null) {
      set(new ThetaIntersectionValue(sketch));
      return;
    }
    long before = value.retainedBytes();
    value.intersect(sketch);
    grew(value.retainedBytes() - before);
  }
}
