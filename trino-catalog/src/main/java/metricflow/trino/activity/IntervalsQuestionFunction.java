package metricflow.trino.activity;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.nio.ByteBuffer;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.Matters;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code intervals_question(sets, starts, from_time, before_time, set_masks, moved_persons)}: the
 * question of {@code active_intervals}, about the time from {@code from_time} to before {@code
 * before_time}. That time is cut at each of {@code starts}, so the first interval has what is
 * earlier than all of them. {@code set_masks} maps the codes of timelines to the sets that take
 * such events: 1 for the first, 2 for the second, 4 for the third, added up.
 */
public final class IntervalsQuestionFunction {
  /** Bits of a number without its sign. */
  private static final int MAX_INTERVALS = 63;

  private static final int MAX_SETS = 63;

  private IntervalsQuestionFunction() {}

  /** The question as bytes. */
  @ScalarFunction("intervals_question")
  @Description(
      "Which intervals active_intervals tells, and what the codes of timelines are active in")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.BIGINT) long sets,
      @SqlType("array(timestamp(3) with time zone)") Block starts,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap setMasks,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    if (sets < 1 || sets > MAX_SETS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "intervals_question: sets must be from 1 to %d, but is %d".formatted(MAX_SETS, sets));
    }
    return TimelineQuestion.bytes(
        Matters.ONCE_AN_INTERVAL,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(setMasks),
        MovedPersons.of(movedPersons),
        Intervals.of(starts, MAX_INTERVALS),
        new byte[] {(byte) sets});
  }

  /** The number of sets in {@code rest}; fails the query when it has none. */
  static int sets(ByteBuffer rest) {
    if (rest.remaining() != 1) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "active_intervals: not made by intervals_question");
    }
    return rest.get();
  }
}
