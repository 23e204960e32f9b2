package metricflow.trino.retention;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import metricflow.trino.group.GroupState;

/** What has been gathered of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = RetentionStateFactory.class,
    stateSerializerClass = RetentionStateSerializer.class)
public interface RetentionState extends GroupState<RetentionProgress> {
  /** Adds an event of the group. */
  default void add(
      Slice interval, Slice zone, Slice mode, long millis, boolean isStart, boolean isReturn) {
    RetentionProgress progress = get();
    if (progress == null) {
      RetentionProgress.rules(interval, zone, mode);
      progress = new RetentionProgress(interval.copy(), zone.copy(), mode.copy());
      set(progress);
    }
    grew(progress.add(interval, zone, mode, millis, isStart, isReturn));
  }

  /** Adds all events of {@code other}, which may be null. */
  default void addAll(RetentionProgress other) {
    if (other == null) {
      return;
    }
    RetentionProgress progress = get();
    if (progress == null) {
      progress = other.withoutEvents();
      set(progress);
    }
    grew(progress.addAll(other));
  }
}
