package metricflow.trino.funnel;

import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.BlockIndex;
import io.trino.spi.function.BlockPosition;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;

/**
 * {@code funnel_steps_reached(steps, window_millis, event_time, sequence, step_mask)}: what {@link
 * FunnelAggregation} gives as {@code steps_reached} in mode {@code ordered}.
 */
@AggregationFunction(value = "funnel_steps_reached", decomposable = false)
@Description("Number of funnel steps reached by the events of one person, in order and in time")
public final class FunnelStepsReachedAggregation {
  private FunnelStepsReachedAggregation() {}

  /** Takes one event. */
  @InputFunction
  public static void input(
      @AggregationState FunnelState state,
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlNullable @BlockPosition @SqlType(StandardTypes.BIGINT) ValueBlock sequence,
      @BlockIndex int position,
      @SqlType(StandardTypes.BIGINT) long stepMask) {
    FunnelRules rules = state.rules(steps, windowMillis, FunnelCounter.ORDERED);
    long millis = DateTimeEncoding.unpackMillisUtc(eventTime);
    state.add(rules, millis, FunnelArguments.sequenceAt(sequence, position), stepMask);
  }

  /** Answers. */
  @OutputFunction(StandardTypes.BIGINT)
  public static void output(@AggregationState FunnelState state, BlockBuilder out) {
    FunnelMatcher matched = state.matched();
    BIGINT.writeLong(out, matched == null ? 0 : matched.stepsReached());
  }
}
