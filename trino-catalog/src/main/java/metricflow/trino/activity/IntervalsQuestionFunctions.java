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
 * The questions of {@code active_intervals} and {@code event_counts}, about the time from {@code
 * from_time} to before {@code before_time}. That time is cut at each of {@code starts}, so the
 * first interval has what is earlier than all of them. {@code set_masks} maps the codes of
 * timelines to the sets that take such events: 1 for the first, 2 for the second, 4 for the third,
 * added up.
 */
public final class IntervalsQuestionFunctions {
  /** Bits of a number without its sign. */
  private static final int MAX_INTERVALS = 63;

  /** Of numbers of events, which are no bits. */
  private static final int MAX_COUNTED_INTERVALS = 1_000;

  private static final int MAX_SETS = 63;

  /** Tells the question of {@code event_counts} from the other. */
  private static final byte COUNTS = 1;

  private IntervalsQuestionFunctions() {}

  /**
   * {@code intervals_question(sets, starts, from_time, before_time, set_masks, moved_persons)}: the
   * question of {@code active_intervals}.
   */
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
    return TimelineQuestion.bytes(
        Matters.ONCE_AN_INTERVAL,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(setMasks),
        MovedPersons.of(movedPersons),
        Intervals.of(starts, MAX_INTERVALS),
        new byte[] {checked("intervals_question", sets)});
  }

  /**
   * {@code counts_question(sets, starts, from_time, before_time, set_masks, moved_persons)}: the
   * question of {@code event_counts}.
   */
  @ScalarFunction("counts_question")
  @Description("Which events event_counts counts, by interval and the codes of timelines")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice counts(
      @SqlType(StandardTypes.BIGINT) long sets,
      @SqlType("array(timestamp(3) with time zone)") Block starts,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap setMasks,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    return TimelineQuestion.bytes(
        Matters.COUNTED,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(setMasks),
        MovedPersons.of(movedPersons),
        Intervals.of(starts, MAX_COUNTED_INTERVALS),
        new byte[] {checked("counts_question", sets), COUNTS});
  }

  private static byte checked(String function, long sets) {
    if (sets < 1 || sets > MAX_SETS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "%s: sets must be from 1 to %d, but is %d".formatted(function, MAX_SETS, sets));
    }
    return (byte) sets;
  }

  /** The number of sets of an {@code intervals_question}; fails the query when it is none. */
  static int sets(ByteBuffer rest) {
    if (rest.remaining() != 1) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "active_intervals: not made by intervals_question");
    }
    return rest.get();
  }

  /** The number of sets of a {@code counts_question}; fails the query when it is none. */
  static int countedSets(ByteBuffer rest) {
    if (rest.remaining() != 2 || rest.get(1) != COUNTS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "event_counts: not made by counts_question");
    }
    return rest.get();
  }
}
