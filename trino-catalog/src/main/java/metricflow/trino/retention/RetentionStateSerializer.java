package metricflow.trino.retention;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A group's starts and returns on their way between Trino's workers. */
public final class RetentionStateSerializer
    extends GroupStateSerializer<RetentionState, RetentionProgress> {
  @Override
  protected RetentionProgress read(Slice bytes) {
    return RetentionProgress.fromSlice(bytes);
  }
}
