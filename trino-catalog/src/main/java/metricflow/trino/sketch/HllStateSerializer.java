package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A group's sketch on its way between Trino's workers. */
public final class HllStateSerializer extends GroupStateSerializer<HllState, HllValue> {
  @Override
  protected HllValue read(Slice bytes) {
    return HllValue.fromSlice(bytes);
  }
}
