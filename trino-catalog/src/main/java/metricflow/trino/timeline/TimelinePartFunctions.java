package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.util.OptionalLong;
import metricflow.event.Event;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineWriter;

/**
 * What aggregates over blocks of timelines take, made of blocks and events.
 *
 * <p>Trino makes an instance for each thread.
 */
public final class TimelinePartFunctions {
  private final TimelineQuestion asked = new TimelineQuestion();
  private final TimelineBlockReader reader = new TimelineBlockReader();
  private final MatteringEvents mattering = new MatteringEvents(reader, asked);
  private final TimelineBlockWriter smaller = new TimelineBlockWriter();
  private final TimelineWriter timeline = new TimelineWriter();
  private final ContextRunsReader runs = new ContextRunsReader();
  private final ContextRunsWriter meanings = new ContextRunsWriter();

  /**
   * {@code timeline_parts(question, block)}: what matters of a block of {@code timeline_blocks}, as
   * a block, and after it that of persons who are others by now: these are of another bucket. There
   * is a part for each block, even if nothing in it matters.
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
    BlockBuilder parts = VARBINARY.createBlockBuilder(null, 1);
    try {
      asked.ask(question);
      VARBINARY.writeSlice(parts, left(block, contexts));
      addMoved(parts, block, contexts);
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    }
    return parts.build();
  }

  /** What does not matter is left out here, before it goes to the worker of its bucket. */
  private Slice left(Slice block, Slice contexts) {
    boolean every = asked.matters() == Matters.EVERY;
    Slice left = every ? block : mattering(block, contexts);
    if (contexts == null) {
      return left;
    }
    byte[] meant = every ? allMeanings(contexts) : mattering.meanings();
    return left.getByte(0) == TimelinePart.NOTHING ? left : TimelinePart.meanings(left, meant);
  }

  private byte[] allMeanings(Slice contexts) {
    openRuns(contexts);
    while (runs.nextRun()) {
      meanings.add(asked.contexts().of(runs.code()), runs.events());
    }
    return meanings.finish();
  }

  private Slice mattering(Slice block, Slice contexts) {
    open(block, contexts);
    while (reader.nextPerson()) {
      if (mattering.begin(!asked.isTarget(reader.personKey()))) {
        smaller.add(reader.personKey(), mattering);
      }
    }
    return smaller.persons() == 0
        ? TimelinePart.nothing(block.getByte(1))
        : Slices.wrappedBuffer(smaller.finish());
  }

  private void addMoved(BlockBuilder parts, Slice block, Slice contexts) {
    MovedPersons moved = asked.moved();
    if (moved.size() == 0) {
      return;
    }
    open(block, contexts);
    while (reader.nextPerson()) {
      OptionalLong target = moved.target(reader.personKey());
      if (target.isPresent() && mattering.begin(false)) {
        if (asked.contexts().areAsked()) {
          addEvents(parts, target.getAsLong());
        } else {
          timeline.addAll(mattering);
          VARBINARY.writeSlice(parts, TimelinePart.moved(target.getAsLong(), timeline.finish()));
        }
      }
    }
    mattering.meanings();
  }

  /** One by one: a timeline has no place for groups. */
  private void addEvents(BlockBuilder parts, long personKey) {
    GroupNames names = asked.contexts().names();
    while (mattering.next()) {
      VARBINARY.writeSlice(
          parts,
          TimelinePart.event(
              personKey,
              mattering.time(),
              mattering.sequence(),
              mattering.mask(),
              names.name(mattering.group())));
    }
  }

  private void open(Slice block, Slice contexts) {
    int from = block.byteArrayOffset();
    reader.open(block.byteArray(), from, from + block.length());
    if (contexts != null) {
      openRuns(contexts);
    }
    mattering.open(contexts == null ? null : runs);
  }

  private void openRuns(Slice contexts) {
    int from = contexts.byteArrayOffset();
    runs.open(contexts.byteArray(), from, from + contexts.length());
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
   * there once, and not with each part.
   */
  @ScalarFunction("question_part")
  @Description("The question that the parts of a bucket are about, as a part of it")
  @SqlType(StandardTypes.VARBINARY)
  public Slice question(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType(StandardTypes.BIGINT) long bucket) {
    if (bucket < 0 || bucket >= TimelineBlockWriter.BUCKETS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "question_part: buckets are from 0 to %d, not %d"
              .formatted(TimelineBlockWriter.BUCKETS - 1, bucket));
    }
    try {
      asked.ask(question);
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    }
    return TimelinePart.question((int) bucket, asked.ofBucket((int) bucket));
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
