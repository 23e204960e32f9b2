package metricflow.trino.sketch;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

/** {@code hll_sketch_agg(value)}: an HLL sketch of the values of a group. */
@AggregationFunction("hll_sketch_agg")
@Description("HLL sketch of the distinct values of a group")
public final class HllSketchAggregation {
  private HllSketchAggregation() {}

  /** Takes one row. */
  @InputFunction
  public static void input(
      @AggregationState HllState state, @SqlType(StandardTypes.VARCHAR) Slice value) {
    state.add(value);
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(@AggregationState HllState state, @AggregationState HllState other) {
    state.unite(other.get());
  }

  /** Answers. */
  @OutputFunction(StandardTypes.VARBINARY)
  public static void output(@AggregationState HllState state, BlockBuilder out) {
    VARBINARY.writeSlice(out, state.toSlice());
  }
}
