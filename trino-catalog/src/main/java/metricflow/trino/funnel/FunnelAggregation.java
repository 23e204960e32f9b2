package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
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
 * {@code funnel(steps, window_millis, mode, event_time, sequence, step_mask)}: how far the events
 * of a group get in a funnel, and when each step was reached, by {@link
 * metricflow.funnel.FunnelRules}.
 *
 * <p>A row without sequence sorts before the others of its instant. A row without time, mask,
 * steps, window or mode does not count; a group without rows that count has reached 0 steps.
 */
@AggregationFunction(value = "funnel", decomposable = false)
@Description("Steps of a funnel reached by the events of one person, and the time of each")
public final class FunnelAggregation {
  private FunnelAggregation() {}

  /** Takes one event. */
  @InputFunction
  public static void input(
      @AggregationState FunnelState state,
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlNullable @BlockPosition @SqlType(StandardTypes.BIGINT) ValueBlock sequence,
      @BlockIndex int position,
      @SqlType(StandardTypes.BIGINT) long stepMask) {
    FunnelRules rules = state.rules(steps, windowMillis, mode);
    long millis = DateTimeEncoding.unpackMillisUtc(eventTime);
    state.add(rules, millis, FunnelArguments.sequenceAt(sequence, position), stepMask);
  }

  /** Answers. */
  @OutputFunction(FunnelRow.TYPE)
  public static void output(@AggregationState FunnelState state, BlockBuilder out) {
    FunnelMatcher matched = state.matched();
    ((RowBlockBuilder) out).buildEntry(fields -> FunnelRow.write(matched, fields));
  }
}
