package metricflow.trino.person;

import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.GroupedEvents;
import metricflow.trino.timeline.MetPersons;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code persons_met(part)}: the persons of the parts who meet the condition in the question, which
 * {@link PersonQuestionFunctions} make, as a part for those who count them. All parts of a person
 * must be in one group: it is grouped by {@code part_bucket(part)}.
 */
@AggregationFunction(value = "persons_met", decomposable = false)
@Description("The persons of blocks of timelines who meet a condition, as a part of their bucket")
public final class PersonsMetAggregation {
  private PersonsMetAggregation() {}

  /** Takes a block, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers the part; NULL when there was no question. */
  @OutputFunction(StandardTypes.VARBINARY)
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    TimelineQuestion asked = state.question();
    if (asked == null) {
      out.appendNull();
      return;
    }
    PersonQuestion question = PersonQuestion.read(asked.rest());
    MetPersons met = new MetPersons();
    if (question.isLatest()) {
      GroupNames names = new GroupNames();
      state.forEachPerson(
          names,
          (_, events) -> {
            if (meetsLatest(events, names)) {
              met.add(state.reader().personKey());
            }
          });
    } else {
      state.forEachPerson(events -> {
        if (question.least() <= events.size() && events.size() <= question.most()) {
          met.add(state.reader().personKey());
        }
      });
    }
    VARBINARY.writeSlice(out, met.part(state.get().bucket(), question.condition()));
  }

  private static boolean meetsLatest(GroupedEvents events, GroupNames names) {
    int latest = 0;
    for (int i = 1; i < events.size(); i++) {
      if (isLater(events, names, i, latest)) {
        latest = i;
      }
    }
    return (events.mask(latest) & PersonQuestionFunctions.MEETS) != 0;
  }

  private static boolean isLater(GroupedEvents events, GroupNames names, int one, int other) {
    int order = Long.compare(events.time(one), events.time(other));
    if (order == 0) {
      order = Integer.compare(events.sequence(one), events.sequence(other));
    }
    if (order == 0) {
      order = names.name(events.group(one)).compareTo(names.name(events.group(other)));
    }
    return order > 0;
  }
}
