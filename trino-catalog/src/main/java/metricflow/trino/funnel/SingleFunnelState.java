package metricflow.trino.funnel;

import io.trino.spi.function.AccumulatorState;

/** The state of a query without groups. */
final class SingleFunnelState implements FunnelState {
  private static final int OBJECT_BYTES = 16;

  private FunnelProgress progress;

  @Override
  public FunnelProgress get() {
    return progress;
  }

  @Override
  public void set(FunnelProgress progress) {
    this.progress = progress;
  }

  @Override
  public void grew(long bytes) {
    // Nothing to keep: the only progress there is tells its own size.
  }

  @Override
  public long getEstimatedSize() {
    return OBJECT_BYTES + (progress == null ? 0 : progress.retainedBytes());
  }

  @Override
  public AccumulatorState copy() {
    SingleFunnelState copy = new SingleFunnelState();
    copy.progress = progress == null ? null : progress.copy();
    return copy;
  }
}
