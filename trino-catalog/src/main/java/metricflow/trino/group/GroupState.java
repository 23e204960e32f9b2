package metricflow.trino.group;

import io.trino.spi.function.AccumulatorState;

/**
 * The value of the group at hand.
 *
 * @param <V> type of the value
 */
public interface GroupState<V extends GroupValue<V>> extends AccumulatorState {
  /** The value, or null as long as no row of the group counted. */
  V get();

  /** Puts {@code value}, which may be null, in the place of what was there. */
  void set(V value);

  /** Accounts for memory that the value has come to hold. */
  void grew(long bytes);
}
