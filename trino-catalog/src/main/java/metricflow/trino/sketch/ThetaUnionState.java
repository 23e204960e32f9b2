package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.util.function.Consumer;
import metricflow.trino.group.GroupState;
import org.apache.datasketches.theta.CompactThetaSketch;

/** The theta sketch of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = ThetaUnionStateFactory.class,
    stateSerializerClass = ThetaUnionStateSerializer.class)
public interface ThetaUnionState extends GroupState<ThetaUnionValue> {
  /** Adds a value. */
  default void add(Slice value) {
    change(sketch -> sketch.add(value));
  }

  /** Adds what {@code bytes}, a sketch, has seen. */
  default void unite(Slice bytes) {
    CompactThetaSketch sketch = ThetaBytes.read(bytes);
    change(value -> value.unite(sketch));
  }

  /** Adds what {@code other}, which may be null, has seen. */
  default void unite(ThetaUnionValue other) {
    if (other != null) {
      change(value -> value.unite(other.result()));
    }
  }

  /** The sketch as bytes. */
  default Slice toSlice() {
    ThetaUnionValue value = get();
    return (value == null ? new ThetaUnionValue() : value).toSlice();
  }

  private void change(Consumer<ThetaUnionValue> change) {
    ThetaUnionValue value = get();
    if (value == null) {
      value = new ThetaUnionValue();
      set(value);
    }
    long before = value.retainedBytes();
    change.accept(value);
    grew(value.retainedBytes() - before);
  }
}
