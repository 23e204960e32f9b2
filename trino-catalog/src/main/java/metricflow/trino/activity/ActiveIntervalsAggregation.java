package metricflow.trino.activity;

import static io.trino.spi.type.BigintType.BIGINT;

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
import metricflow.funnel.FunnelEvents;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code active_intervals(part)}: in which intervals the persons of the parts were active, and how
 * many persons in the same. The question is what {@link IntervalsQuestionFunctions} makes. All
 * parts of a person must be in one group: it is grouped by {@code part_bucket(part)}.
 */
@AggregationFunction(value = "active_intervals", decomposable = false)
@Description("In which intervals persons of blocks of timelines were active, and how many alike")
public final class ActiveIntervalsAggregation {
  private ActiveIntervalsAggregation() {}

  /** Takes a block, a timeline out of one, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers, in no order: the intervals of each set as bits, the first the lowest. */
  @OutputFunction("array(row(sets array(bigint), persons bigint))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    AlikePersons alike = alike(state);
    ((ArrayBlockBuilder) out)
        .buildEntry(rows ->
            alike.forEach((sets, persons) ->
                ((RowBlockBuilder) rows)
                    .buildEntry(fields -> {
                      write(sets, sets.length, fields.get(0));
                      BIGINT.writeLong(fields.get(1), persons);
                    })));
  }

  private static AlikePersons alike(PersonTimelinesState state) {
    AlikePersons alike = new AlikePersons();
    TimelineQuestion question = state.question();
    if (question == null) {
      return alike;
    }
    Intervals intervals = question.intervals();
    long[] sets = new long[IntervalsQuestionFunctions.sets(question.rest())];
    state.forEachPerson(events -> {
      gather(events, intervals, sets);
      alike.add(sets);
    });
    return alike;
  }

  private static void gather(FunnelEvents events, Intervals intervals, long[] sets) {
    for (int set = 0; set < sets.length; set++) {
      sets[set] = 0;
    }
    for (int i = 0; i < events.size(); i++) {
      add(events.mask(i), 1L << intervals.of(events.time(i)), sets, sets.length);
    }
  }

  /** Adds an interval to those of the first {@code count} sets that {@code mask} names. */
  static void add(long mask, long interval, long[] sets, int count) {
    for (long left = mask; left != 0; left &= left - 1) {
      int set = Long.numberOfTrailingZeros(left);
      if (set < count) {
        sets[set] |= interval;
      }
    }
  }

  /** Writes the first {@code count} sets. */
  static void write(long[] sets, int count, BlockBuilder out) {
    ((ArrayBlockBuilder) out)
        .buildEntry(bits -> {
          for (int set = 0; set < count; set++) {
            BIGINT.writeLong(bits, sets[set]);
          }
        });
  }
}
