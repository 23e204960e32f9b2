package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A group's sketch on its way between Trino's workers. */
public final class ThetaUnionStateSerializer
    extends GroupStateSerializer<ThetaUnionState, ThetaUnionValue> {
  @Override
  protected ThetaUnionValue read(Slice bytes) {
    return ThetaUnionValue.fromSlice(bytes);
  }
}
