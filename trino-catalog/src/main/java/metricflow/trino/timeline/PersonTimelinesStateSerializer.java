package metricflow.trino.timeline;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.Type;

/** Trino asks for one although the state of an aggregate that is not decomposable stays at home. */
public final class PersonTimelinesStateSerializer
    implements AccumulatorStateSerializer<PersonTimelinesState> {
  @Override
  public Type getSerializedType() {
    return VARBINARY;
  }

  @Override
  public void serialize(PersonTimelinesState state, BlockBuilder out) {
    throw new UnsupportedOperationException("timelines are read where they are gathered");
  }

  @Override
  public void deserialize(Block block, int index, PersonTimelinesState state) {
    throw new UnsupportedOperationException("timelines are read where they are gathered");
  }
}
