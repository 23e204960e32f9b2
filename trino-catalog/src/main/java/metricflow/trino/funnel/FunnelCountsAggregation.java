package metricflow.trino.funnel;

import static io.trino.spi.type.BigintType.BIGINT;

import io.airlift.slice.Slice;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.funnel.StepTimeline;
import metricflow.trino.timeline.PersonTimelinesState;

/**
 * {@code funnel_counts(part)}: how many persons reached each step, of all persons of the parts. All
 * parts of a person must be in one group: it is grouped by {@code part_bucket(part)}.
 */
@AggregationFunction(value = "funnel_counts", decomposable = false)
@Description("How many persons of blocks of timelines reached each step of a funnel")
public final class FunnelCountsAggregation {
  private FunnelCountsAggregation() {}

  /** Takes a block, a timeline out of one, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers: a number for each step. */
  @OutputFunction("array(bigint)")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    long[] reached = new long[StepTimeline.MAX_STEPS + 1];
    int steps = PersonsReached.match(state, matcher -> reached[matcher.stepsReached()]++);
    for (int step = steps - 1; step > 0; step--) {
      reached[step] += reached[step + 1];
    }
    write(reached, steps, out);
  }

  /** Writes how many {@code reached} step 1, step 2 and so on. */
  static void write(long[] reached, int steps, BlockBuilder out) {
    ((ArrayBlockBuilder) out)
        .buildEntry(counts -> {
          for (int step = 1; step <= steps; step++) {
            BIGINT.writeLong(counts, reached[step]);
          }
        });
  }
}
