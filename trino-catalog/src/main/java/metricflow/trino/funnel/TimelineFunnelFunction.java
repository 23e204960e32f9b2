package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelMatcher;

/**
 * {@code timeline_funnel(steps, window_millis, mode, timeline, step_masks)}: what {@link
 * FunnelAggregation} gives, for a timeline as {@link metricflow.timeline.TimelineWriter} writes it,
 * with the masks of its codes.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("timeline_funnel")
@Description("Steps of a funnel reached by the events of a timeline, and the time of each")
public final class TimelineFunnelFunction {
  private final FunnelCounter counter = new FunnelCounter();
  private final TimelineEvents events = new TimelineEvents();

  /** Counts the events of one row. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow funnel(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType(StandardTypes.VARBINARY) Slice timeline,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    matcher.reset();
    events.read(timeline, stepMasks, matcher::accept);
    matcher.end();
    return FunnelRow.of(matcher);
  }
}
