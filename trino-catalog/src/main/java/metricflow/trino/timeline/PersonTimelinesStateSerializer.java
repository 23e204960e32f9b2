package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import metricflow.trino.group.GroupStateSerializer;

/** Trino asks for one although the state of an aggregate that is not decomposable stays at home. */
public final class PersonTimelinesStateSerializer
    extends GroupStateSerializer<PersonTimelinesState, PersonTimelines> {
  @Override
  protected PersonTimelines read(Slice bytes) {
    throw PersonTimelines.staysAtHome();
  }
}
