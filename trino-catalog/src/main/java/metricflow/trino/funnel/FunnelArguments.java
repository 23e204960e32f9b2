package metricflow.trino.funnel;

import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.block.ValueBlock;

/** How the functions on funnels read what SQL hands them. */
final class FunnelArguments {
  private static final int NO_SEQUENCE = -1;

  private FunnelArguments() {}

  /** The sequence number, or that of events that have none. */
  static int sequenceAt(ValueBlock sequence, int position) {
    return sequence.isNull(position)
        ? NO_SEQUENCE
        : Math.clamp(BIGINT.getLong(sequence, position), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
