package metricflow.trino.sketch;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import org.apache.datasketches.hll.HllSketch;

/** What can be asked of HLL sketches. */
public final class HllFunctions {
  private HllFunctions() {}

  /** The estimated number of distinct values. */
  @ScalarFunction("hll_sketch_estimate")
  @Description("Estimated number of distinct values of an HLL sketch")
  @SqlType(StandardTypes.BIGINT)
  public static long estimate(@SqlType(StandardTypes.VARBINARY) Slice sketch) {
    return Math.round(HllBytes.read(sketch).getEstimate());
  }

  /** Bounds of that estimate, two standard deviations to either side. */
  @ScalarFunction("hll_sketch_bounds")
  @Description("Bounds of the number of distinct values of an HLL sketch, right in 95 % of cases")
  @SqlType(BoundsRow.TYPE)
  public static SqlRow bounds(@SqlType(StandardTypes.VARBINARY) Slice sketch) {
    HllSketch read = HllBytes.read(sketch);
    return BoundsRow.of(
        read.getLowerBound(BoundsRow.STANDARD_DEVIATIONS),
        read.getUpperBound(BoundsRow.STANDARD_DEVIATIONS));
  }

  /** The union of two sketches. */
  @ScalarFunction("hll_union")
  @Description("Union of two HLL sketches")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice union(
      @SqlType(StandardTypes.VARBINARY) Slice first,
      @SqlType(StandardTypes.VARBINARY) Slice second) {
    HllValue union = HllValue.fromSlice(first);
    union.unite(HllBytes.read(second));
    return union.toSlice();
  }
}
