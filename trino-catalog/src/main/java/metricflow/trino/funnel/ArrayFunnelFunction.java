package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;

/**
 * {@code timeline_funnel(steps, window_millis, mode, event_times, step_masks)}: what {@link
 * FunnelAggregation} gives, for events as arrays; those of one instant in the order of the arrays.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("timeline_funnel")
@Description("Steps of a funnel reached by events in arrays, and the time of each")
public final class ArrayFunnelFunction {
  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelEvents events = new FunnelEvents();

  /** Counts the events of one row. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow funnel(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("array(timestamp(3) with time zone)") Block eventTimes,
      @SqlType("array(bigint)") Block stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    int size = eventTimes.getPositionCount();
    if (stepMasks.getPositionCount() != size) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "timeline_funnel: %d times, but %d masks".formatted(size, stepMasks.getPositionCount()));
    }
    events.clear();
    for (int i = 0; i < size; i++) {
      if (!eventTimes.isNull(i) && !stepMasks.isNull(i)) {
        long time = DateTimeEncoding.unpackMillisUtc(TIMESTAMP_TZ_MILLIS.getLong(eventTimes, i));
        events.add(time, i, BIGINT.getLong(stepMasks, i));
      }
    }
    events.match(matcher);
    return FunnelRow.of(matcher);
  }
}
