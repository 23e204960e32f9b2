package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelEvents;
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
  private final TimelineEvents timelineEvents = new TimelineEvents();
  private final FunnelEvents events = new FunnelEvents();

  /** Counts the events of one row. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow funnel(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType(StandardTypes.VARBINARY) Slice timeline,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    events.clear();
    timelineEvents.read(
        timeline,
        stepMasks,
        (time, sequence, mask) -> {
          if (matcher.rules().concerns(mask)) {
            events.add(time, sequence, mask);
          }
        });
    events.match(matcher);
    return FunnelRow.of(matcher);
  }
}
