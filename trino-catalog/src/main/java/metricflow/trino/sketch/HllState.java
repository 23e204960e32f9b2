package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.util.function.Consumer;
import metricflow.sketch.SketchFormat;
import metricflow.trino.group.GroupState;
import org.apache.datasketches.hll.HllSketch;

/** The HLL sketch of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = HllStateFactory.class,
    stateSerializerClass = HllStateSerializer.class)
public interface HllState extends GroupState<HllValue> {
  /** Adds a value. */
  default void add(Slice value) {
    change(SketchFormat.HLL_LG_K, sketch -> sketch.add(value));
  }

  /** Adds what {@code bytes}, a sketch, has seen. */
  default void unite(Slice bytes) {
    HllSketch sketch = HllBytes.read(bytes);
    change(sketch.getLgConfigK(), value -> value.unite(sketch));
  }

  /** Adds what {@code other}, which may be null, has seen. */
  default void unite(HllValue other) {
    if (other != null) {
      change(other.lgK(), value -> value.unite(other));
    }
  }

  /** The sketch as bytes. */
  default Slice toSlice() {
    HllValue value = get();
    return (value == null ? new HllValue(SketchFormat.HLL_LG_K) : value).toSlice();
  }

  private void change(int lgK, Consumer<HllValue> change) {
    HllValue value = get();
    if (value == null) {
      value = new HllValue(lgK);
      set(value);
    }
    long before = value.retainedBytes();
    change.accept(value);
    grew(value.retainedBytes() - before);
  }
}
