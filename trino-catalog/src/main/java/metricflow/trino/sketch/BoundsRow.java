package metricflow.trino.sketch;

import static io.trino.spi.type.DoubleType.DOUBLE;

import io.trino.spi.block.RowValueBuilder;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.RowType;
import java.util.List;

/** Between which numbers the count lies that a sketch estimates. */
final class BoundsRow {
  static final String TYPE = "row(lower double, upper double)";

  /** With two standard deviations to either side the count lies inside in 95.4 % of cases. */
  static final int STANDARD_DEVIATIONS = 2;

  private static final RowType ROW =
      RowType.from(List.of(RowType.field("lower", DOUBLE), RowType.field("upper", DOUBLE)));

  private BoundsRow() {}

  static SqlRow of(double lower, double upper) {
    return RowValueBuilder.buildRowValue(
        ROW,
        fields -> {
          DOUBLE.writeDouble(fields.get(0), lower);
          DOUBLE.writeDouble(fields.get(1), upper);
        });
  }
}
