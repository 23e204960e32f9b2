package metricflow.trino.funnel;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.Type;

/** A group's state on its way between Trino's workers. */
public final class FunnelStateSerializer implements AccumulatorStateSerializer<FunnelState> {
  @Override
  public Type getSerializedType() {
    return VARBINARY;
  }

  @Override
  public void serialize(FunnelState state, BlockBuilder out) {
    FunnelProgress progress = state.get();
    if (progress == null) {
      out.appendNull();
    } else {
      VARBINARY.writeSlice(out, progress.toSlice());
    }
  }

  /** Replaces whatever {@code state} held: Trino reads one group after another into it. */
  @Override
  public void deserialize(Block block, int index, FunnelState state) {
    state.set(
        block.isNull(index) ? null : FunnelProgress.fromSlice(VARBINARY.getSlice(block, index)));
  }
}
