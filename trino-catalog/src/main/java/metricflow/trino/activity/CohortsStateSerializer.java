package metricflow.trino.activity;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** A group's cohorts on their way between Trino's workers. */
public final class CohortsStateSerializer extends GroupStateSerializer<CohortsState, Cohorts> {
  @Override
  protected Cohorts read(Slice bytes) {
    return Cohorts.fromSlice(bytes);
  }
}
