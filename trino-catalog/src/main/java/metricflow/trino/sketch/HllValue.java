package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupValue;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;

/** An HLL sketch of all values and sketches of one group. */
public final class HllValue implements GroupValue<HllValue> {
  private static final int OBJECT_BYTES = 128;

  private final HllUnion union;

  HllValue(int lgK) {
    union = new HllUnion(lgK);
  }

  void add(Slice value) {
    union.update(value.getBytes());
  }

  void unite(HllSketch sketch) {
    union.update(sketch);
  }

  void unite(HllValue other) {
    union.update(other.union.getResult());
  }

  int lgK() {
    return union.getLgConfigK();
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + union.getUpdatableSerializationBytes();
  }

  @Override
  public HllValue copy() {
    HllValue copy = new HllValue(lgK());
    copy.unite(this);
    return copy;
  }

  @Override
  public Slice toSlice() {
    return HllBytes.write(union);
  }

  static HllValue fromSlice(Slice bytes) {
    HllSketch sketch = HllBytes.read(bytes);
    HllValue value = new HllValue(sketch.getLgConfigK());
    value.unite(sketch);
    return value;
  }
}
