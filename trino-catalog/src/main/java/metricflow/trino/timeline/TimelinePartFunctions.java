package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.util.Optional;
import java.util.OptionalLong;
import metricflow.event.Event;
import metricflow.timeline.TimelineBlockWriter;

/**
 * What aggregates over blocks of timelines take, made of blocks and events.
 *
 * <p>Trino makes an instance for each thread.
 */
public final class TimelinePartFunctions {
  private final TimelineQuestion asked = new TimelineQuestion();
  private final PartBlockWriter left = new PartBlockWriter();
  private MatteringEvents mattering = new MatteringEvents(asked);

  /**
   * {@code timeline_parts(question, block)}: what matters of a block of {@code timeline_blocks},
   * and after it each event of persons who are others by now: these are of another bucket. There is
   * a part for each block, even if nothing in it matters.
   */
  @ScalarFunction("timeline_parts")
  @Description("What matters of a block of timelines, and apart from it that of persons who moved")
  @SqlType("array(varbinary)")
  public Block parts(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.VARBINARY) Slice block) {
    return made(question, block, null);
  }

  /**
   * {@code timeline_parts(question, block, contexts)}: the same where the question is about
   * contexts of events, see {@link ContextFunctions}.
   */
  @ScalarFunction("timeline_parts")
  @Description("What matters of a block of timelines whose events have contexts")
  @SqlType("array(varbinary)")
  public Block parts(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.VARBINARY) Slice block,
      @SqlNullable @SqlType(StandardTypes.VARBINARY) Slice contexts) {
    if (contexts == null) {
      throw TimelineQuestion.failed(new IllegalArgumentException("a block without contexts"));
    }
    return made(question, block, contexts);
  }

  /** The parts; {@code contexts} is null where they are not asked about. */
  private Block made(Slice question, Slice block, Slice contexts) {
    try {
      if (asked.ask(question)) {
        mattering = new MatteringEvents(asked);
      }
      open(block, contexts);
      BlockBuilder moved = null;
      while (mattering.nextPerson()) {
        OptionalLong target = asked.moved().target(mattering.personKey());
        if (target.isPresent()) {
          moved = moved == null ? VARBINARY.createBlockBuilder(null, 1) : moved;
          addEvents(target.getAsLong(), moved);
        } else {
          mattering.write(left);
        }
      }
      Slice part = left.finish(block.getByte(1), mattering.meanings());
      if (moved == null) {
        // As it is: a builder would copy it, and that is most of what all parts are.
        return new VariableWidthBlock(1, part, new int[] {0, part.length()}, Optional.empty());
      }
      VARBINARY.writeSlice(moved, part);
      return moved.build();
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    }
  }

  private void open(Slice block, Slice contexts) {
    int from = block.byteArrayOffset();
    mattering.open(block.byteArray(), from, from + block.length());
    if (contexts != null) {
      int runs = contexts.byteArrayOffset();
      mattering.openContexts(contexts.byteArray(), runs, runs + contexts.length());
    }
  }

  private void addEvents(long personKey, BlockBuilder parts) {
    EventMeanings meanings = mattering.meanings();
    mattering.forEach((time, sequence, meaning) ->
        VARBINARY.writeSlice(
            parts,
            TimelinePart.event(
                personKey, time, sequence, meanings.mask(meaning), meanings.groupName(meaning))));
  }

  /**
   * {@code event_part(person_key, event_time, sequence, step_mask)}: one event of a person, beside
   * blocks.
   */
  @ScalarFunction("event_part")
  @Description("One event of a person, as a value that is taken beside blocks")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice event(
      @SqlType(StandardTypes.BIGINT) long personKey,
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlNullable @SqlType(StandardTypes.BIGINT) Long sequence,
      @SqlType(StandardTypes.BIGINT) long stepMask) {
    return event(personKey, eventTime, sequence, stepMask, Slices.EMPTY_SLICE);
  }

  /**
   * {@code event_part(person_key, event_time, sequence, step_mask, event_group)}: the same with the
   * name of the group that the event is in; an empty one is none.
   */
  @ScalarFunction("event_part")
  @Description("The same, of an event in a group")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice event(
      @SqlType(StandardTypes.BIGINT) long personKey,
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlNullable @SqlType(StandardTypes.BIGINT) Long sequence,
      @SqlType(StandardTypes.BIGINT) long stepMask,
      @SqlType(StandardTypes.VARCHAR) Slice eventGroup) {
    long millis = DateTimeEncoding.unpackMillisUtc(eventTime);
    return TimelinePart.event(personKey, millis, sequence(sequence), stepMask, eventGroup);
  }

  /** A sequence number as timelines have it; null is none. */
  public static int sequence(Long sequence) {
    return sequence == null
        ? Event.NO_SEQUENCE
        : Math.clamp(sequence, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * {@code question_part(question, bucket)}: the question, for those who count a bucket: it goes
   * there once, and not with each part. What codes and contexts are to it is not in it any more,
   * the parts tell; so it may be made without.
   */
  @ScalarFunction("question_part")
  @Description("The question that the parts of a bucket are about, as a part of it")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice question(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.BIGINT) long bucket) {
    if (bucket < 0 || bucket >= TimelineBlockWriter.BUCKETS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "question_part: buckets are from 0 to %d, not %d"
              .formatted(TimelineBlockWriter.BUCKETS - 1, bucket));
    }
    return TimelinePart.question((int) bucket, TimelineQuestion.of(question).withoutCodes());
  }

  /** {@code part_bucket(part)}: the bucket of the persons in it, from 0 to 255. */
  @ScalarFunction("part_bucket")
  @Description("The bucket of the persons of a part, from 0 to 255")
  @SqlType(StandardTypes.BIGINT)
  public static long bucket(@SqlType(StandardTypes.VARBINARY) Slice part) {
    if (part.length() <= 1) {
      throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "part_bucket: no part of timelines");
    }
    return part.getUnsignedByte(1);
  }
}
