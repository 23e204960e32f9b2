package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.sketch.SketchFormat;
import metricflow.trino.group.GroupValue;
import org.apache.datasketches.theta.CompactThetaSketch;
import org.apache.datasketches.theta.ThetaSetOperationBuilder;
import org.apache.datasketches.theta.ThetaUnion;

/** A theta sketch of all values and sketches of one group. */
public final class ThetaUnionValue implements GroupValue<ThetaUnionValue> {
  private static final int OBJECT_BYTES = 160;

  private final ThetaUnion union =
      new ThetaSetOperationBuilder()
          .setLogNominalEntries(SketchFormat.THETA_LG_NOMINAL)
          .buildUnion();

  void add(Slice value) {
    union.update(value.getBytes());
  }

  void unite(CompactThetaSketch sketch) {
    union.union(sketch);
  }

  CompactThetaSketch result() {
    return union.getResult();
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + union.getCurrentBytes();
  }

  @Override
  public ThetaUnionValue copy() {
    ThetaUnionValue copy = new ThetaUnionValue();
    copy.unite(result());
    return copy;
  }

  @Override
  public Slice toSlice() {
    return ThetaBytes.write(result());
  }

  static ThetaUnionValue fromSlice(Slice bytes) {
    ThetaUnionValue value = new ThetaUnionValue();
    value.unite(ThetaBytes.read(bytes));
    return value;
  }
}
