package metricflow.trino.group;

import io.trino.spi.function.GroupedAccumulatorState;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of all groups of a query, one of which is at hand.
 *
 * @param <V> type of the values
 */
public abstract class GroupedGroupState<V extends GroupValue<V>>
    implements GroupState<V>, GroupedAccumulatorState {
  private static final int OBJECT_BYTES = 64;
  private static final int REFERENCE_BYTES = 8;

  private final List<V> values = new ArrayList<>();
  private int group;
  private long valueBytes;

  @Override
  public final void setGroupId(int groupId) {
    group = groupId;
  }

  @Override
  public final void ensureCapacity(int size) {
    while (values.size() < size) {
      values.add(null);
    }
  }

  @Override
  public final V get() {
    return values.get(group);
  }

  @Override
  public final void set(V value) {
    valueBytes += bytes(value) - bytes(values.set(group, value));
  }

  private static long bytes(GroupValue<?> value) {
    return value == null ? 0 : value.retainedBytes();
  }

  @Override
  public final void grew(long bytes) {
    valueBytes += bytes;
  }

  @Override
  public final long getEstimatedSize() {
    return OBJECT_BYTES + (long) values.size() * REFERENCE_BYTES + valueBytes;
  }
}
