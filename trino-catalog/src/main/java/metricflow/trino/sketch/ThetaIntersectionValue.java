package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupValue;
import org.apache.datasketches.theta.CompactThetaSketch;
import org.apache.datasketches.theta.ThetaSetOperationBuilder;

/** A theta sketch of what all sketches of one group have in common. */
public final class ThetaIntersectionValue implements GroupValue<ThetaIntersectionValue> {
  private static final int OBJECT_BYTES = 96;

  private CompactThetaSketch common;

  ThetaIntersectionValue(CompactThetaSketch first) {
    common = first;
  }

  void intersect(CompactThetaSketch sketch) {
    common = new ThetaSetOperationBuilder().buildIntersection().intersect(common, sketch);
  }

  CompactThetaSketch result() {
    return common;
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + common.getCurrentBytes();
  }

  @Override
  public ThetaIntersectionValue copy() {
    // A compact sketch never changes: it can be shared.
    return new ThetaIntersectionValue(common);
  }

  @Override
  public Slice toSlice() {
    return ThetaBytes.write(common);
  }

  static ThetaIntersectionValue fromSlice(Slice bytes) {
    return new ThetaIntersectionValue(ThetaBytes.read(bytes));
  }
}
