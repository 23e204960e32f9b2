package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A funnel's state on its way between Trino's workers. */
public final class FunnelStateSerializer extends GroupStateSerializer<FunnelState, FunnelProgress> {
  @Override
  protected FunnelProgress read(Slice bytes) {
    return FunnelProgress.fromSlice(bytes);
  }
}
