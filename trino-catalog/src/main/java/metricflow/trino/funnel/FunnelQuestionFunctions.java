package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.nio.ByteBuffer;
import metricflow.funnel.FunnelRules;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.TimelinePartFunctions;

/**
 * What {@link TimelinesFunnelAggregation} and {@link FunnelCountsAggregation} take, made of SQL's
 * values.
 */
public final class FunnelQuestionFunctions {
  private FunnelQuestionFunctions() {}

  /**
   * {@code funnel_question(steps, window_millis, mode, from_time, before_time, step_masks)}: a
   * funnel about the time from {@code from_time} to before {@code before_time}, with the masks that
   * the codes of timelines have.
   */
  @ScalarFunction("funnel_question")
  @Description("A funnel's rules, the time it is about, and the masks of its timelines' codes")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks) {
    FunnelRules rules = new FunnelCounter().rules(steps, windowMillis, mode);
    return bytes(rules, fromTime, beforeTime, FunnelQuestion.PERSONS, stepMasks, MovedPersons.NONE);
  }

  /**
   * {@code funnel_question(steps, window_millis, mode, from_time, before_time, step_masks,
   * moved_persons)}: the same, where some timelines are of other persons by now: {@code
   * moved_persons} maps keys of persons to those of who they are.
   */
  @ScalarFunction("funnel_question")
  @Description("The same, and which persons are others by now")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    return bytes(
        new FunnelCounter().rules(steps, windowMillis, mode),
        fromTime,
        beforeTime,
        FunnelQuestion.PERSONS,
        stepMasks,
        MovedPersons.of(movedPersons));
  }

  /**
   * {@code funnel_question(steps, window_millis, mode, from_time, before_time, step_masks,
   * moved_persons, sessions_from)}: the same about sessions in the place of persons, those that
   * begin at {@code sessions_from} or later. Only {@code funnel_counts} and {@code funnel_paths}
   * know sessions; all events of a person must be among what they are given.
   */
  @ScalarFunction("funnel_question")
  @Description("The same, about sessions")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.BIGINT) long steps,
      @SqlType(StandardTypes.BIGINT) long windowMillis,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap stepMasks,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons,
      @SqlType("timestamp(3) with time zone") long sessionsFrom) {
    return bytes(
        new FunnelCounter().rules(steps, windowMillis, mode),
        fromTime,
        beforeTime,
        DateTimeEncoding.unpackMillisUtc(sessionsFrom),
        stepMasks,
        MovedPersons.of(movedPersons));
  }

  private static Slice bytes(
      FunnelRules rules,
      long fromTime,
      long beforeTime,
      long sessionsFromMillis,
      SqlMap stepMasks,
      MovedPersons moved) {
    return FunnelQuestion.bytes(
        rules,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        sessionsFromMillis,
        CodeMasks.of(stepMasks),
        moved);
  }

  /**
   * {@code event_timeline(event_time, sequence, step_mask)}: one event, which {@code funnel} takes
   * in place of a timeline.
   */
  @ScalarFunction("event_timeline")
  @Description("One event as a value that funnel takes in place of a timeline")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice event(
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlNullable @SqlType(StandardTypes.BIGINT) Long sequence,
      @SqlType(StandardTypes.BIGINT) long stepMask) {
    ByteBuffer bytes = ByteBuffer.allocate(FunnelQuestion.EVENT_BYTES);
    bytes
        .put(FunnelQuestion.EVENT)
        .putLong(DateTimeEncoding.unpackMillisUtc(eventTime))
        .putInt(TimelinePartFunctions.sequence(sequence))
        .putLong(stepMask);
    return Slices.wrappedBuffer(bytes.array());
  }
}
