package metricflow.trino.person;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.Matters;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.PersonConditions;
import metricflow.trino.timeline.TimelineQuestion;

/** The questions of {@code persons_met}, and how others are asked about persons who meet them. */
public final class PersonQuestionFunctions {
  /** Bit of the mask of a context whose value meets the condition. */
  static final long MEETS = 2;

  private PersonQuestionFunctions() {}

  /**
   * {@code did_question(condition, least, most, from_time, before_time, masks, moved_persons)}: the
   * persons with at least {@code least} and at most {@code most} events of some time whose codes
   * have a mask. {@code condition} numbers the condition, from 0.
   */
  @ScalarFunction("did_question")
  @Description("Which persons did something often enough, as a question of persons_met")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice did(
      @SqlType(StandardTypes.BIGINT) long condition,
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
    PersonQuestion question = new PersonQuestion(checked("did_question", condition), least, most);
    return TimelineQuestion.bytes(
        question.isOnce() ? Matters.ONCE_AN_INTERVAL : Matters.MASKED,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(masks),
        MovedPersons.of(movedPersons),
        Intervals.ONE,
        question.bytes());
  }

  /**
   * {@code latest_question(condition, moved_persons)}: the persons whose latest value meets a
   * condition. Which values there are is said by {@code in_contexts}: the mask of a context is 1
   * when it has a value, 3 when that meets the condition, and its group is the value. Of events of
   * one instant and sequence the one with the greatest value is the latest.
   */
  @ScalarFunction("latest_question")
  @Description("Whose latest value meets a condition, as a question of persons_met")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice latest(
      @SqlType(StandardTypes.BIGINT) long condition,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    return TimelineQuestion.bytes(
        Matters.LATEST,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        CodeMasks.NONE,
        MovedPersons.of(movedPersons),
        Intervals.ONE,
        PersonQuestion.latest(checked("latest_question", condition)).bytes());
  }

  /**
   * {@code for_persons(question, conditions, truth)}: a question about those persons alone who meet
   * conditions. {@code conditions} says how many these are; for each of them the part that {@code
   * persons_met} gives must be counted too. Bit n of {@code truth} is set when those persons count
   * who meet just the conditions that are bits of n.
   */
  @ScalarFunction("for_persons")
  @Description("A question about timelines of the persons alone who meet conditions")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice forPersons(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.BIGINT) long conditions,
      @SqlType(StandardTypes.BIGINT) long truth) {
    checked("for_persons", conditions - 1);
    return TimelineQuestion.of(question, new PersonConditions((int) conditions, truth));
  }

  private static int checked(String function, long condition) {
    if (condition < 0 || condition >= PersonConditions.MOST) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "%s: there can be %d conditions on persons".formatted(function, PersonConditions.MOST));
    }
    return (int) condition;
  }
}
