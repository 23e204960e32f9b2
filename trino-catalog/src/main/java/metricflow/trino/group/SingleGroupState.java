package metricflow.trino.group;

/**
 * The state of a query without groups.
 *
 * @param <V> type of the value
 */
public abstract class SingleGroupState<V extends GroupValue<V>> implements GroupState<V> {
  private static final int OBJECT_BYTES = 16;

  private V value;

  @Override
  public final V get() {
    return value;
  }

  @Override
  public final void set(V value) {
    this.value = value;
  }

  @Override
  public final void grew(long bytes) {
    // Nothing to keep: the only value there is tells its own size.
  }

  @Override
  public final long getEstimatedSize() {
    return OBJECT_BYTES + (value == null ? 0 : value.retainedBytes());
  }

  /** Makes the value of {@code original} this state's own; answers this state. */
  protected final SingleGroupState<V> copiedFrom(SingleGroupState<V> original) {
    value = original.value == null ? null : original.value.copy();
    return this;
  }
}
