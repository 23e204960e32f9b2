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

/**
 * {@code theta_intersection_agg(sketch)}: what the theta sketches of a group have in common; NULL
 * of no sketches.
 */
@AggregationFunction("theta_intersection_agg")
@Description("Intersection of the theta sketches of a group")
public final class ThetaIntersectionAggregation {
  private ThetaIntersectionAggregation() {}

  /** Takes one row. */
  @InputFunction
  public static void input(
      @AggregationState ThetaIntersectionState state,
      @SqlType(StandardTypes.VARBINARY) Slice sketch) {
    state.intersect(ThetaBytes.read(sketch));
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(
      @AggregationState ThetaIntersectionState state,
      @AggregationState ThetaIntersectionState other) {
    if (other.get() != null) {
      state.intersect(other.get().result());
    }
  }

  /** Answers. */
  @OutputFunction(StandardTypes.VARBINARY)
  public static void output(@AggregationState ThetaIntersectionState state, BlockBuilder out) {
    if (state.get() == null) {
      out.appendNull();
    } else {
      VARBINARY.writeSlice(out, state.get().toSlice());
    }
  }
}
