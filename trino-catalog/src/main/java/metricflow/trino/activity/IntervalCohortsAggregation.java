package metricflow.trino.activity;

import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

/**
 * {@code interval_cohorts(starts, returns, persons)}: how many persons started in an interval, and
 * how many of these returned so many intervals later. Intervals are bits, as {@link
 * ActiveIntervalsAggregation} gives them; a row is about {@code persons} persons.
 */
@AggregationFunction("interval_cohorts")
@Description(
    "Persons by the interval of a start, and of these who returned how many intervals later")
public final class IntervalCohortsAggregation {
  private IntervalCohortsAggregation() {}

  /** Takes one row. */
  @InputFunction
  public static void input(
      @AggregationState CohortsState state,
      @SqlType(StandardTypes.BIGINT) long starts,
      @SqlType(StandardTypes.BIGINT) long returns,
      @SqlType(StandardTypes.BIGINT) long persons) {
    state.add(starts, returns, persons);
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(
      @AggregationState CohortsState state, @AggregationState CohortsState other) {
    state.addAll(other.get());
  }

  /** Answers, in no order: with 0 intervals later all who started then. */
  @OutputFunction("array(row(start bigint, later bigint, persons bigint))")
  public static void output(@AggregationState CohortsState state, BlockBuilder out) {
    ((ArrayBlockBuilder) out)
        .buildEntry(rows -> {
          if (state.get() != null) {
            state
                .get()
                .forEach((start, later, persons) ->
                    ((RowBlockBuilder) rows)
                        .buildEntry(fields -> {
                          BIGINT.writeLong(fields.get(0), start);
                          BIGINT.writeLong(fields.get(1), later);
                          BIGINT.writeLong(fields.get(2), persons);
                        }));
          }
        });
  }
}
