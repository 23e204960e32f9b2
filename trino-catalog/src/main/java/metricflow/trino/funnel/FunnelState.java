package metricflow.trino.funnel;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;

/** What has been gathered of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = FunnelStateFactory.class,
    stateSerializerClass = FunnelStateSerializer.class)
public interface FunnelState extends AccumulatorState {
  /** The group's progress, or null as long as no event of it filled a step. */
  FunnelProgress get();

  /** Puts {@code progress}, which may be null, in the place of what was there. */
  void set(FunnelProgress progress);

  /** Accounts for memory that the group's progress has come to hold. */
  void grew(long bytes);

  /** Adds an event of the group. */
  default void add(long steps, long windowMillis, long millis, int sequence, long stepMask) {
    FunnelProgress.check(steps, windowMillis);
    FunnelProgress progress = get();
    // The mask comes as 64 bits; what lies beyond the funnel's steps fills none of them.
    int mask = (int) (stepMask & ((1L << steps) - 1));
    if (mask == 0) {
      return;
    }
    if (progress == null) {
      progress = new FunnelProgress((int) steps, windowMillis);
      set(progress);
    }
    progress.checkSame(steps, windowMillis);
    grew(progress.add(millis, sequence, mask));
  }

  /** Adds all events of {@code other}, which may be null. */
  default void addAll(FunnelProgress other) {
    if (other == null) {
      return;
    }
    FunnelProgress progress = get();
    if (progress == null) {
      progress = new FunnelProgress(other.steps(), other.windowMillis());
      set(progress);
    }
    progress.checkSame(other.steps(), other.windowMillis());
    grew(progress.addAll(other));
  }
}
