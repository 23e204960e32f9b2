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

/** {@code theta_sketch_agg(value)}: a theta sketch of the values of a group. */
@AggregationFunction("theta_sketch_agg")
@Description("Theta sketch of the distinct values of a group")
public final class ThetaSketchAggregation {
  private ThetaSketchAggregation() {}

  /** Takes one row. */
  @InputFunction
  public static void input(
      @AggregationState ThetaUnionState state, @SqlType(StandardTypes.VARCHAR) Slice value) {
    state.add(value);
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(
      @AggregationState ThetaUnionState state, @AggregationState ThetaUnionState other) {
    state.unite(other.get());
  }

  /** Answers. */
  @OutputFunction(StandardTypes.VARBINARY)
  public static void output(@AggregationState ThetaUnionState state, BlockBuilder out) {
    VARBINARY.writeSlice(out, state.toSlice());
  }
}
