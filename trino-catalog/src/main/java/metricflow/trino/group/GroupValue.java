package metricflow.trino.group;

import io.airlift.slice.Slice;

/**
 * What a function has gathered of one group.
 *
 * @param <V> the type itself
 */
public interface GroupValue<V extends GroupValue<V>> {
  /** Memory held, in bytes. */
  long retainedBytes();

  /** A value of its own, equal to this one. */
  V copy();

  /** The value as it travels between workers. */
  Slice toSlice();
}
