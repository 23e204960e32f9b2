package metricflow.trino.funnel;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;

/**
 * {@code timeline_funnel(steps, window_millis, mode, timelines, step_masks)}: as {@link
 * TimelineFunnelFunction}, for timelines of several days in any order.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("timeline_funnel")
@Description("Steps of a funnel reached by the events of several timelines, and the time of each")
public final class TimelinesFunnelFunction {
  private final FunnelCounter counter = new FunnelCounter();
  private final TimelineEvents timelineEvents = new TimelineEvents();
  private final FunnelEvents events = new FunnelEvents();

  /** Counts the events of one row. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow funnel(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("array(varbinary)") Block timelines,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    events.clear();
    for (int i = 0; i < timelines.getPositionCount(); i++) {
      if (!timelines.isNull(i)) {
        timelineEvents.read(
            VARBINARY.getSlice(timelines, i),
            stepMasks,
            (time, sequence, mask) -> {
              if (matcher.rules().concerns(mask)) {
                events.add(time, sequence, mask);
              }
            });
      }
    }
    events.match(matcher);
    return FunnelRow.of(matcher);
  }
}
