package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.timeline.TimelineReader;

/**
 * {@code timeline_funnel(steps, window_millis, mode, ...)}: what {@link FunnelAggregation} gives,
 * for events that one value holds: arrays of times and masks, or timelines as {@link
 * metricflow.timeline.TimelineWriter} writes them with the masks of their codes.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("timeline_funnel")
@Description("Steps of a funnel reached by the events of a timeline, and the time of each")
public final class TimelineFunnelFunction {
  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelEvents events = new FunnelEvents();
  private final TimelineReader reader = new TimelineReader();
  private final CodeMasks codeMasks = new CodeMasks();

  /** Events as arrays; those of one instant in the order of the arrays. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow ofArrays(
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

  /** One timeline. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow ofTimeline(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType(StandardTypes.VARBINARY) Slice timeline,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    codeMasks.use(stepMasks);
    matcher.reset();
    try {
      open(timeline);
      // Read to the end, also when all steps are reached: damage must not depend on the funnel.
      while (reader.next()) {
        matcher.accept(reader.time(), codeMasks.of(reader.code()));
      }
    } catch (IllegalArgumentException damaged) {
      throw refused(damaged);
    }
    matcher.end();
    return FunnelRow.of(matcher);
  }

  /** Timelines of several days, in any order. */
  @SqlType(FunnelRow.TYPE)
  public SqlRow ofTimelines(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("array(varbinary)") Block timelines,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelMatcher matcher = counter.matcher(counter.rules(steps, windowMillis, mode));
    codeMasks.use(stepMasks);
    events.clear();
    try {
      for (int i = 0; i < timelines.getPositionCount(); i++) {
        if (!timelines.isNull(i)) {
          open(VARBINARY.getSlice(timelines, i));
          addEvents(matcher);
        }
      }
    } catch (IllegalArgumentException damaged) {
      throw refused(damaged);
    }
    events.match(matcher);
    return FunnelRow.of(matcher);
  }

  private void addEvents(FunnelMatcher matcher) {
    while (reader.next()) {
      long mask = codeMasks.of(reader.code());
      if (matcher.rules().concerns(mask)) {
        events.add(reader.time(), events.size(), mask);
      }
    }
  }

  private void open(Slice timeline) {
    int from = timeline.byteArrayOffset();
    reader.open(timeline.byteArray(), from, from + timeline.length());
  }

  private static TrinoException refused(IllegalArgumentException damaged) {
    return new TrinoException(
        INVALID_FUNCTION_ARGUMENT, "timeline_funnel: " + damaged.getMessage(), damaged);
  }
}
