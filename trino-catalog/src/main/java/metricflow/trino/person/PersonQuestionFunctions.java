package metricflow.trino.person;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.util.List;
import java.util.stream.IntStream;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.Matters;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.PersonConditions;
import metricflow.trino.timeline.PersonQuestion;
import metricflow.trino.timeline.TimelineQuestion;

/** Conditions on persons, as questions about timelines, and how others are asked with them. */
public final class PersonQuestionFunctions {
  private PersonQuestionFunctions() {}

  /**
   * {@code did_question(least, most, from_time, before_time, masks, moved_persons)}: the persons
   * with at least {@code least} and at most {@code most} events of some time whose codes have a
   * mask. The sequence of an event beside blocks is how many events it stands for; where one event
   * is enough it does not matter.
   */
  @ScalarFunction("did_question")
  @Description("Which persons did something often enough, as a condition of for_persons")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice did(
      @SqlType(StandardTypes.BIGINT) long least,
      @SqlType(StandardTypes.BIGINT) long most,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap masks,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    if (least < 1) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "did_question: least must be at least 1, but is " + least);
    }
    PersonQuestion question = new PersonQuestion(least, most);
    return TimelineQuestion.bytes(
        question.isOnce() ? Matters.ONCE_AN_INTERVAL : Matters.COUNTED,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(masks),
        MovedPersons.of(movedPersons),
        Intervals.ONE,
        question.bytes());
  }

  /**
   * {@code latest_question(moved_persons)}: the persons whose latest value meets a condition. Which
   * values there are is said by {@code in_contexts}: the mask of a context is 1 when it has a
   * value, 3 when that meets the condition, and its group is the value. Of events of one instant
   * and sequence the one with the greatest value is the latest.
   */
  @ScalarFunction("latest_question")
  @Description("Whose latest value meets something, as a condition of for_persons")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice latest(@SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    return TimelineQuestion.bytes(
        Matters.LATEST,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        CodeMasks.NONE,
        MovedPersons.of(movedPersons),
        Intervals.ONE,
        PersonQuestion.LATEST.bytes());
  }

  /**
   * {@code for_persons(question, conditions, masks)}: a question in which events count by the
   * conditions that the person meets, one to six questions of the two above. What blocks and events
   * say of these must be counted too, see {@code timeline_parts} and {@code condition_part}. There
   * is a mask for each way of meeting them: element n + 1 says which bits of the mask of an event
   * count of those who meet just the conditions that are bits of n; 0 is none, -1 all.
   */
  @ScalarFunction("for_persons")
  @Description(
      "A question about timelines in which events count by the conditions their person meets")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice forPersons(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType("array(varbinary)") Block conditions,
      @SqlType("array(bigint)") Block masks) {
    int count = conditions.getPositionCount();
    if (count < 1 || count > PersonConditions.MOST) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "for_persons: there can be 1 to %d conditions on persons, not %d"
              .formatted(PersonConditions.MOST, count));
    }
    if (masks.getPositionCount() != 1 << count) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "for_persons: %d conditions can be met in %d ways, but there are %d masks"
              .formatted(count, 1 << count, masks.getPositionCount()));
    }
    List<Slice> questions =
        IntStream.range(0, count).mapToObj(i -> VARBINARY.getSlice(conditions, i)).toList();
    return TimelineQuestion.of(
        question,
        new PersonConditions(
            questions,
            IntStream.range(0, 1 << count).mapToLong(met -> BIGINT.getLong(masks, met)).toArray()));
  }
}
