package metricflow.trino.group;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.Type;

/**
 * A group's state on its way between Trino's workers.
 *
 * @param <S> type of the state
 * @param <V> type of its value
 */
public abstract class GroupStateSerializer<S extends GroupState<V>, V extends GroupValue<V>>
    implements AccumulatorStateSerializer<S> {
  /** The value that {@link GroupValue#toSlice} wrote. */
  protected abstract V read(Slice bytes);

  @Override
  public final Type getSerializedType() {
    return VARBINARY;
  }

  @Override
  public final void serialize(S state, BlockBuilder out) {
    V value = state.get();
    if (value == null) {
      out.appendNull();
    } else {
      VARBINARY.writeSlice(out, value.toSlice());
    }
  }

  /** Replaces whatever {@code state} held: Trino reads one group after another into it. */
  @Override
  public final void deserialize(Block block, int index, S state) {
    state.set(block.isNull(index) ? null : read(VARBINARY.getSlice(block, index)));
  }
}
