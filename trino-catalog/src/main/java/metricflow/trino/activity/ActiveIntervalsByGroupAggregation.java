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
import java.util.HashMap;
import java.util.Map;
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.GroupedEvents;
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
    int sets = IntervalsQuestionFunction.sets(question.rest());
    Map<Integer, long[]> ofPerson = new HashMap<>();
    state.forEachPerson(
        names,
        (events, grouped) -> {
          gather(grouped, intervals, sets, ofPerson);
          ofPerson.values().forEach(alike::add);
          ofPerson.clear();
        });
    return alike;
  }

  private static void gather(
      GroupedEvents events, Intervals intervals, int sets, Map<Integer, long[]> ofPerson) {
    long[] numbers = {};
    int group = 0;
    for (int i = 0; i < events.size(); i++) {
      // Events of no group are of none that is asked about.
      if (events.group(i) != 0) {
        if (events.group(i) != group) {
          group = events.group(i);
          numbers = ofPerson.computeIfAbsent(group, one -> new long[sets + 1]);
          numbers[sets] = group;
        }
        ActiveIntervalsAggregation.add(
            events.mask(i), 1L << intervals.of(events.time(i)), numbers, sets);
      }
    }
  }
}
