package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.trino.timeline.PersonTimelinesState;

/**
 * {@code funnel_paths(part)}: as {@link FunnelCountsAggregation}, but the steps and times of each
 * person who reached one.
 */
@AggregationFunction(value = "funnel_paths", decomposable = false)
@Description("Steps and times of each person of blocks of timelines who reached a step of a funnel")
public final class FunnelPathsAggregation {
  private FunnelPathsAggregation() {}

  /** Takes a block, a timeline out of one, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers: a row for each person, in no order. */
  @OutputFunction("array(" + FunnelRow.TYPE + ")")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    ((ArrayBlockBuilder) out)
        .buildEntry(paths ->
            PersonsReached.match(
                state,
                matcher ->
                    ((RowBlockBuilder) paths)
                        .buildEntry(fields -> FunnelRow.write(matcher, fields))));
  }
}
