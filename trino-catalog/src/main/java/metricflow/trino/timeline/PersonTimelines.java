package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import metricflow.trino.group.GroupValue;

/**
 * The timelines of one bucket of persons: what is left of the blocks of its days, and events that
 * lie in none. {@link TimelinesReader} reads them.
 */
public final class PersonTimelines implements GroupValue<PersonTimelines> {
  private static final int OBJECT_BYTES = 128;
  private static final int PART_BYTES = 64;
  private static final int EVENT_BYTES = 48;

  /** An event that lies in no block. */
  record Loose(long personKey, long time, int sequence, long mask, Slice group) {}

  private final List<Slice> blocks = new ArrayList<>();
  private final List<Loose> loose = new ArrayList<>();
  private final List<PersonTimelines> conditions = new ArrayList<>();
  private Slice question;
  private long partBytes;
  private long groupBytes;

  /**
   * Adds a part; answers the bytes of memory that took.
   *
   * @throws IllegalArgumentException when it is none, or there is another question already
   * @throws java.nio.BufferUnderflowException when the part is cut
   */
  long add(Slice part) {
    long before = retainedBytes();
    switch (part.length() == 0 ? 0 : part.getByte(0)) {
      case TimelinePart.QUESTION -> {
        Slice asked =
            part.copy(TimelinePart.QUESTION_BODY, part.length() - TimelinePart.QUESTION_BODY);
        if (question != null && !question.equals(asked)) {
          throw new IllegalArgumentException("the question must be the same for all of a bucket");
        }
        question = asked;
      }
      case TimelinePart.EVENT -> {
        ByteBuffer event = part.toByteBuffer().position(1);
        loose.add(
            new Loose(
                event.getLong(),
                event.getLong(),
                event.getInt(),
                event.getLong(),
                part.copy(TimelinePart.EVENT_BYTES, part.length() - TimelinePart.EVENT_BYTES)));
        groupBytes += part.length() - TimelinePart.EVENT_BYTES;
      }
      case TimelinePart.BLOCK -> {
        // No copy: what else is in the page it lies in are parts that stay as well.
        blocks.add(part);
        partBytes += PART_BYTES + part.length();
      }
      case TimelinePart.CONDITION -> addToCondition(part);
      case TimelinePart.NOTHING -> {}
      default ->
          throw new IllegalArgumentException(
              "not made by timeline_parts, event_part or condition_part");
    }
    return retainedBytes() - before;
  }

  private void addToCondition(Slice part) {
    int number =
        part.length() <= TimelinePart.CONDITION_BODY ? -1 : part.getByte(TimelinePart.CONDITION_AT);
    if (number < 0 || number >= PersonConditions.MOST) {
      throw new IllegalArgumentException("a part of no condition on persons");
    }
    int body = TimelinePart.CONDITION_BODY;
    partBytes += condition(number).add(part.slice(body, part.length() - body));
  }

  /** What is left of blocks, in no order. */
  List<Slice> blocks() {
    return blocks;
  }

  /** The events in no block, in no order. */
  List<Loose> loose() {
    return loose;
  }

  /** The parts that a condition on persons is about, with its question. */
  PersonTimelines condition(int number, Slice asked) {
    PersonTimelines parts = condition(number);
    parts.question = asked;
    return parts;
  }

  private PersonTimelines condition(int number) {
    while (conditions.size() <= number) {
      conditions.add(new PersonTimelines());
    }
    return conditions.get(number);
  }

  /**
   * The question of all that was added.
   *
   * @throws IllegalArgumentException when there is none
   */
  Slice question() {
    if (question == null && !(blocks.isEmpty() && loose.isEmpty())) {
      throw new IllegalArgumentException("a bucket has parts and no question_part");
    }
    return question;
  }

  @Override
  public PersonTimelines copy() {
    PersonTimelines copy = new PersonTimelines();
    copy.question = question;
    conditions.forEach(one -> copy.conditions.add(one.copy()));
    copy.blocks.addAll(blocks);
    copy.partBytes = partBytes;
    copy.groupBytes = groupBytes;
    copy.loose.addAll(loose);
    return copy;
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES
        + partBytes
        + groupBytes
        + (question == null ? 0 : question.length())
        + (long) loose.size() * EVENT_BYTES;
  }

  @Override
  public Slice toSlice() {
    throw staysAtHome();
  }

  static UnsupportedOperationException staysAtHome() {
    return new UnsupportedOperationException("timelines are read where they are gathered");
  }
}
