package metricflow.trino.path;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import metricflow.path.PathRules;
import metricflow.path.PathStart;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.Matters;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code paths_question(start, depth, collapse_repeats, sessions_from, from_time, before_time,
 * visits, moved_persons)}: the question of {@code path_edges}, about the sessions that begin at
 * {@code sessions_from} or later, as far as they lie between {@code from_time} and {@code
 * before_time}. {@code visits} maps the codes of timelines to what is visited: the number of a
 * node, from 1, times two, and one more for an anchor; a code left out is no visit. Of visits of
 * one time and sequence that with the lower number comes first.
 */
public final class PathQuestionFunction {
  private static final int RULES_BYTES = 2 + Integer.BYTES + Long.BYTES;

  private PathQuestionFunction() {}

  /** The question as bytes. */
  @ScalarFunction("paths_question")
  @Description("Which paths path_edges tells, and what the codes of timelines visit")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.VARCHAR) Slice start,
      @SqlType(StandardTypes.BIGINT) long depth,
      @SqlType(StandardTypes.BOOLEAN) boolean collapseRepeats,
      @SqlType("timestamp(3) with time zone") long sessionsFrom,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("timestamp(3) with time zone") long beforeTime,
      @SqlType("map(bigint,bigint)") SqlMap visits,
      @SqlType("map(bigint,bigint)") SqlMap movedPersons) {
    PathRules rules =
        PathArguments.rules("paths_question", start, depth, collapseRepeats, sessionsFrom);
    ByteBuffer rest = ByteBuffer.allocate(RULES_BYTES);
    rest.put((byte) rules.start().ordinal())
        .put((byte) (rules.collapseRepeats() ? 1 : 0))
        .putInt(rules.depth())
        .putLong(rules.from().toEpochMilli());
    return TimelineQuestion.bytes(
        Matters.SESSIONS,
        DateTimeEncoding.unpackMillisUtc(fromTime),
        DateTimeEncoding.unpackMillisUtc(beforeTime),
        CodeMasks.of(visits),
        MovedPersons.of(movedPersons),
        Intervals.ONE,
        rest.array());
  }

  /**
   * The rules in {@code rest}.
   *
   * @throws IllegalArgumentException when it has none
   */
  static PathRules rules(ByteBuffer rest) {
    try {
      PathStart start = PathStart.values()[rest.get()];
      boolean collapseRepeats = rest.get() != 0;
      return new PathRules(
          start, rest.getInt(), collapseRepeats, Instant.ofEpochMilli(rest.getLong()));
    } catch (BufferUnderflowException | IndexOutOfBoundsException no) {
      throw new IllegalArgumentException("not made by paths_question", no);
    }
  }
}
