package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import org.apache.datasketches.theta.CompactThetaSketch;
import org.apache.datasketches.theta.ThetaSetOperationBuilder;

/** What can be asked of theta sketches. */
public final class ThetaFunctions {
  private ThetaFunctions() {}

  /** The estimated number of distinct values. */
  @ScalarFunction("theta_sketch_estimate")
  @Description("Estimated number of distinct values of a theta sketch")
  @SqlType(StandardTypes.BIGINT)
  public static long estimate(@SqlType(StandardTypes.VARBINARY) Slice sketch) {
    return Math.round(ThetaBytes.read(sketch).getEstimate());
  }

  /** Bounds of that estimate, two standard deviations to either side; equal when it is exact. */
  @ScalarFunction("theta_sketch_bounds")
  @Description("Bounds of the number of distinct values of a theta sketch, right in 95 % of cases")
  @SqlType(BoundsRow.TYPE)
  public static SqlRow bounds(@SqlType(StandardTypes.VARBINARY) Slice sketch) {
    CompactThetaSketch read = ThetaBytes.read(sketch);
    return BoundsRow.of(
        read.getLowerBound(BoundsRow.STANDARD_DEVIATIONS),
        read.getUpperBound(BoundsRow.STANDARD_DEVIATIONS));
  }

  /** What is in either. */
  @ScalarFunction("theta_union")
  @Description("Union of two theta sketches")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice union(
      @SqlType(StandardTypes.VARBINARY) Slice first,
      @SqlType(StandardTypes.VARBINARY) Slice second) {
    ThetaUnionValue union = ThetaUnionValue.fromSlice(first);
    union.unite(ThetaBytes.read(second));
    return union.toSlice();
  }

  /** What is in both. */
  @ScalarFunction("theta_intersection")
  @Description("Intersection of two theta sketches")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice intersection(
      @SqlType(StandardTypes.VARBINARY) Slice first,
      @SqlType(StandardTypes.VARBINARY) Slice second) {
    return ThetaBytes.write(
        new ThetaSetOperationBuilder()
            .buildIntersection()
            .intersect(ThetaBytes.read(first), ThetaBytes.read(second)));
  }

  /** What is in the first and not in the second. */
  @ScalarFunction("theta_difference")
  @Description("What the first theta sketch has seen and the second has not")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice difference(
      @SqlType(StandardTypes.VARBINARY) Slice first,
      @SqlType(StandardTypes.VARBINARY) Slice second) {
    return ThetaBytes.write(
        new ThetaSetOperationBuilder()
            .buildANotB()
            .aNotB(ThetaBytes.read(first), ThetaBytes.read(second)));
  }
}
