package metricflow.trino.funnel;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;

import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowValueBuilder;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.RowType;
import java.util.List;
import metricflow.funnel.FunnelMatcher;

/** What the functions on funnels answer with. */
final class FunnelRow {
  /** Its type in SQL. */
  static final String TYPE =
      "row(steps_reached bigint, step_times array(timestamp(3) with time zone))";

  private static final RowType ROW =
      RowType.from(
          List.of(
              RowType.field("steps_reached", BIGINT),
              RowType.field("step_times", new ArrayType(TIMESTAMP_TZ_MILLIS))));

  private FunnelRow() {}

  /** The row of what {@code matcher} has seen. */
  static SqlRow of(FunnelMatcher matcher) {
    return RowValueBuilder.buildRowValue(ROW, fields -> write(matcher, fields));
  }

  /** Writes the row's fields; {@code matcher} is null when no event counted. */
  static void write(FunnelMatcher matcher, List<BlockBuilder> fields) {
    int reached = matcher == null ? 0 : matcher.stepsReached();
    BIGINT.writeLong(fields.get(0), reached);
    ((ArrayBlockBuilder) fields.get(1))
        .buildEntry(times -> {
          for (int step = 0; step < reached; step++) {
            TIMESTAMP_TZ_MILLIS.writeLong(
                times, DateTimeEncoding.packDateTimeWithZone(matcher.stepTime(step), UTC_KEY));
          }
        });
  }
}
