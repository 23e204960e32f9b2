package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelMatcher;

/**
 * {@code funnel(question, timeline)}: what {@link FunnelAggregation} gives, for rows each of which
 * is a timeline, or one event as {@code event_timeline} makes it. {@code question} is what {@code
 * funnel_question} makes, the same for all rows. A row without a timeline does not count.
 */
@AggregationFunction(value = "funnel", decomposable = false)
@Description("Steps of a funnel reached by the timelines and events of one person, and when")
public final class TimelinesFunnelAggregation {
  private TimelinesFunnelAggregation() {}

  /** Takes a timeline or an event. */
  @InputFunction
  public static void input(
      @AggregationState FunnelState state,
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.VARBINARY) Slice timeline) {
    state.add(question, timeline);
  }

  /** Answers. */
  @OutputFunction(FunnelRow.TYPE)
  public static void output(@AggregationState FunnelState state, BlockBuilder out) {
    FunnelMatcher matched = state.matched();
    ((RowBlockBuilder) out).buildEntry(fields -> FunnelRow.write(matched, fields));
  }
}
