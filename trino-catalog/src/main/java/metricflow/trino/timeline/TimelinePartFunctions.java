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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import metricflow.event.Event;
import metricflow.timeline.TimelineBlockWriter;

/**
 * What aggregates over blocks of timelines take, made of blocks and events.
 *
 * <p>Trino makes an instance for each thread.
 */
public final class TimelinePartFunctions {
  /** What a question asks itself, as a bit of what a block is asked; conditions have the others. */
  private static final long ITSELF = 1;

  private final BlockParts parts = new BlockParts();
  private final List<BlockParts> conditions = new ArrayList<>();

  /**
   * {@code timeline_parts(question, block)}: what matters of a block of {@code timeline_blocks},
   * and each event of persons who are others by now: these are of another bucket. There is a part
   * for each block, even if nothing in it matters.
   */
  @ScalarFunction("timeline_parts")
  @Description("What matters of a block of timelines, and apart from it that of persons who moved")
  @SqlType("array(varbinary)")
  public Block parts(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.VARBINARY) Slice block) {
    return made(question, block, null, ITSELF);
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
    return made(question, block, contexts, ITSELF);
  }

  /**
   * {@code timeline_parts(question, block, contexts, asked)}: the same of a question for persons.
   * Bit 0 of {@code asked} is set when the block is of a day that the question is about, bit n + 1
   * when it is of one that the condition n is about. {@code contexts} may be NULL where nothing is
   * about them.
   */
  @ScalarFunction("timeline_parts")
  @Description("What matters of a block of timelines to a question and its conditions on persons")
  @SqlType("array(varbinary)")
  public Block parts(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.VARBINARY) Slice block,
      @SqlNullable @SqlType(StandardTypes.VARBINARY) Slice contexts,
      @SqlType(StandardTypes.BIGINT) long asked) {
    return made(question, block, contexts, asked);
  }

  private Block made(Slice question, Slice block, Slice contexts, long asked) {
    try {
      ask(question);
      List<Slice> made = new ArrayList<>(1);
      if ((asked & ITSELF) != 0) {
        made.add(parts.of(block, contexts, made));
      }
      for (int i = 0; i < conditions.size(); i++) {
        if ((asked >>> i + 1 & 1) != 0) {
          List<Slice> ofCondition = new ArrayList<>(1);
          ofCondition.add(conditions.get(i).of(block, contexts, ofCondition));
          for (Slice part : ofCondition) {
            made.add(TimelinePart.condition(i, part));
          }
        }
      }
      return block(made);
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    }
  }

  private void ask(Slice question) {
    if (parts.ask(question)) {
      conditions.clear();
      for (Slice condition : parts.asked().persons().questions()) {
        BlockParts ofCondition = new BlockParts();
        ofCondition.ask(condition);
        conditions.add(ofCondition);
      }
    }
  }

  private static Block block(List<Slice> parts) {
    if (parts.size() == 1) {
      // As it is: a builder would copy it, and that is most of what all parts are.
      Slice part = parts.getFirst();
      return new VariableWidthBlock(1, part, new int[] {0, part.length()}, Optional.empty());
    }
    BlockBuilder made = VARBINARY.createBlockBuilder(null, parts.size());
    parts.forEach(part -> VARBINARY.writeSlice(made, part));
    return made.build();
  }

  /**
   * {@code condition_part(condition, part)}: a part that the condition of that number is about,
   * from 0, and not the question itself.
   */
  @ScalarFunction("condition_part")
  @Description("A part that a condition on persons is about")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice condition(
      @SqlType(StandardTypes.BIGINT) long condition, @SqlType(StandardTypes.VARBINARY) Slice part) {
    if (condition < 0 || condition >= PersonConditions.MOST || part.length() <= 1) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "condition_part: takes a part and the number of one of %d conditions on persons"
              .formatted(PersonConditions.MOST));
    }
    return TimelinePart.condition((int) condition, part);
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
