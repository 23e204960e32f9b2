package metricflow.trino.activity;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

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
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code active_intervals_by_group(part)}: as {@link ActiveIntervalsAggregation}, apart for each
 * group of events; a person is counted in each group in which it has some.
 */
@AggregationFunction(value = "active_intervals_by_group", decomposable = false)
@Description("In which intervals persons of blocks were active in which group, and how many alike")
public final class ActiveIntervalsByGroupAggregation {
  private ActiveIntervalsByGroupAggregation() {}

  /** Takes a block, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /**
   * Answers, in no order: the group, and the intervals of each set as bits, the first the lowest.
   */
  @OutputFunction("array(row(event_group varchar, sets array(bigint), persons bigint))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    GroupNames names = new GroupNames();
    AlikePersons alike = alike(state, names);
    ((ArrayBlockBuilder) out)
        .buildEntry(rows ->
            alike.forEach((numbers, persons) ->
                ((RowBlockBuilder) rows)
                    .buildEntry(fields -> {
                      int sets = numbers.length - 1;
                      VARCHAR.writeSlice(fields.get(0), names.name((int) numbers[sets]));
                      ActiveIntervalsAggregation.write(numbers, sets, fields.get(1));
                      BIGINT.writeLong(fields.get(2), persons);
                    })));
  }

  /** Persons by the bits of their sets and, after them, the number of the group. */
  private static AlikePersons alike(PersonTimelinesState state, GroupNames names) {
    AlikePersons alike = new AlikePersons();
    TimelineQuestion question = state.question();
    if (question == null) {
      return alike;
    }
    Intervals intervals = question.intervals();
    int sets = IntervalsQuestionFunctions.sets(question.rest());
    SetsByGroup ofPerson = new SetsByGroup(sets);
    state.forEachPerson(
        names,
        (events, grouped) -> {
          ofPerson.gather(grouped, intervals);
          ofPerson.addTo(alike);
        });
    return alike;
  }
}
