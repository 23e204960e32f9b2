package metricflow.trino.activity;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.trino.spi.TrinoException;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

/** What is asked of intervals as bits, as {@link ActiveIntervalsAggregation} gives them. */
public final class IntervalBitFunctions {
  private IntervalBitFunctions() {}

  /** {@code last_interval(intervals)}: the last of them alone. */
  @ScalarFunction("last_interval")
  @Description("Of intervals as bits the last alone")
  @SqlType(StandardTypes.BIGINT)
  public static long last(@SqlType(StandardTypes.BIGINT) long intervals) {
    return Long.highestOneBit(intervals);
  }

  /**
   * {@code covering_intervals(intervals, window)}: those of which one of these is the last, or one
   * of the {@code window} - 1 before the last.
   */
  @ScalarFunction("covering_intervals")
  @Description("Intervals as bits that, with a number of intervals before them, hold one of these")
  @SqlType(StandardTypes.BIGINT)
  public static long covering(
      @SqlType(StandardTypes.BIGINT) long intervals, @SqlType(StandardTypes.BIGINT) long window) {
    if (window < 1) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "covering_intervals: window must be 1 or more, but is %d".formatted(window));
    }
    long covering = intervals;
    for (long covered = 1; covered < Math.min(window, Long.SIZE); ) {
      long more = Math.min(covered, Math.min(window, Long.SIZE) - covered);
      covering |= covering << more;
      covered += more;
    }
    return covering;
  }
}
