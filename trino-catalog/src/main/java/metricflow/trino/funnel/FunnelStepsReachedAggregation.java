package metricflow.trino.funnel;

import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.BlockIndex;
import io.trino.spi.function.BlockPosition;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;

/**
 * {@code funnel_steps_reached(steps, window_millis, event_time, sequence, step_mask)}: how many
 * steps of a funnel the events of a group reach, in the sense of {@link
 * metricflow.funnel.StepTimeline}.
 *
 * <p>A row without sequence sorts before the others of its instant. A row without time, mask, steps
 * or window does not count; a group without rows that count has reached 0 steps.
 */
@AggregationFunction("funnel_steps_reached")
@Description("Number of funnel steps reached by the events of one person, in order and in time")
public final class FunnelStepsReachedAggregation {
  private static final int NO_SEQUENCE = -1;

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
    long millis = DateTimeEncoding.unpackMillisUtc(eventTime);
    state.add(steps, windowMillis, millis, sequenceAt(sequence, position), stepMask);
  }

  private static int sequenceAt(ValueBlock sequence, int position) {
    return sequence.isNull(position)
        ? NO_SEQUENCE
        : Math.clamp(BIGINT.getLong(sequence, position), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(
      @AggregationState FunnelState state, @AggregationState FunnelState other) {
    state.addAll(other.get());
  }

  /** Answers. */
  @OutputFunction(StandardTypes.BIGINT)
  public static void output(@AggregationState FunnelState state, BlockBuilder out) {
    FunnelProgress progress = state.get();
    BIGINT.writeLong(out, progress == null ? 0 : progress.stepsReached());
  }
}
