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
import metricflow.trino.timeline.GroupedEvents;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code event_counts(part)}: how many events of the parts each set takes, by interval and group.
 * The question is what {@code counts_question} makes. All parts of a person must be in one group of
 * the query: it is grouped by {@code part_bucket(part)}.
 */
@AggregationFunction(value = "event_counts", decomposable = false)
@Description("How many events of blocks of timelines there are, by interval, set and group")
public final class EventCountsAggregation {
  private EventCountsAggregation() {}

  /** Takes a block, an event, who meets a condition, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers, in no order, those of which there are any; what is in no group has an empty one. */
  @OutputFunction(
      "array(row(interval_number bigint, set_number bigint, event_group varchar, events bigint))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    GroupNames names = new GroupNames();
    EventCounts counts = counts(state, names);
    ((ArrayBlockBuilder) out)
        .buildEntry(rows ->
            counts.forEach((interval, set, group, events) ->
                ((RowBlockBuilder) rows)
                    .buildEntry(fields -> {
                      BIGINT.writeLong(fields.get(0), interval);
                      BIGINT.writeLong(fields.get(1), set);
                      VARCHAR.writeSlice(fields.get(2), names.name(group));
                      BIGINT.writeLong(fields.get(3), events);
                    })));
  }

  private static EventCounts counts(PersonTimelinesState state, GroupNames names) {
    TimelineQuestion question = state.question();
    if (question == null) {
      return new EventCounts(1, 1);
    }
    Intervals intervals = question.intervals();
    int sets = IntervalsQuestionFunctions.countedSets(question.rest());
    EventCounts counts = new EventCounts(intervals.starts().length + 1, sets);
    state.forEachPerson(names, (_, events) -> add(events, intervals, counts));
    return counts;
  }

  private static void add(GroupedEvents events, Intervals intervals, EventCounts counts) {
    for (int i = 0; i < events.size(); i++) {
      counts.add(intervals.of(events.time(i)), events.mask(i), events.group(i), events.sequence(i));
    }
  }
}
