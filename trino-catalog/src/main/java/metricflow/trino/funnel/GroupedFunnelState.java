package metricflow.trino.funnel;

import io.trino.spi.function.GroupedAccumulatorState;
import java.util.Arrays;

/** The states of all groups of a query, one of which is at hand. */
final class GroupedFunnelState implements FunnelState, GroupedAccumulatorState {
  private static final int OBJECT_BYTES = 48;
  private static final int REFERENCE_BYTES = 8;

  private FunnelProgress[] groups = new FunnelProgress[64];
  private int group;
  private long progressBytes;

  @Override
  public void setGroupId(int groupId) {
    group = groupId;
  }

  @Override
  public void ensureCapacity(int size) {
    if (size > groups.length) {
      groups = Arrays.copyOf(groups, Math.max(size, groups.length + (groups.length >> 1)));
    }
  }

  @Override
  public FunnelProgress get() {
    return groups[group];
  }

  @Override
  public void set(FunnelProgress progress) {
    progressBytes += bytes(progress) - bytes(groups[group]);
    groups[group] = progress;
  }

  private static long bytes(FunnelProgress progress) {
    return progress == null ? 0 : progress.retainedBytes();
  }

  @Override
  public void grew(long bytes) {
    progressBytes += bytes;
  }

  @Override
  public long getEstimatedSize() {
    return OBJECT_BYTES + (long) groups.length * REFERENCE_BYTES + progressBytes;
  }
}
