package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A group's sketch on its way between Trino's workers. */
public final class ThetaIntersectionStateSerializer
    extends GroupStateSerializer<ThetaIntersectionState, ThetaIntersectionValue> {
  @Override
  protected ThetaIntersectionValue read(Slice bytes) {
    return ThetaIntersectionValue.fromSlice(bytes);
  }
}
