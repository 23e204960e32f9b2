package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import metricflow.funnel.FunnelEvents;
import metricflow.trino.group.GroupValue;

/**
 * The timelines of one bucket of persons: the blocks of its days, and events of persons that lie in
 * none.
 *
 * <p>A block is sorted by person, so the blocks are merged, and each person's events of all days
 * are together once, without a table of persons in memory.
 */
public final class PersonTimelines implements GroupValue<PersonTimelines> {
  private static final int OBJECT_BYTES = 128;
  private static final int PART_BYTES = 64;
  private static final int EVENT_BYTES = 48;

  /** An event that lies in no block. */
  private record Loose(long personKey, long time, int sequence, long mask, Slice group) {}

  private final List<Slice> blocks = new ArrayList<>();
  private final List<Slice> moved = new ArrayList<>();
  private final List<Loose> loose = new ArrayList<>();
  private Slice question;
  private long partBytes;
  private long groupBytes;

  /**
   * Adds a part; answers the bytes of memory that took.
   *
   * @throws IllegalArgumentException when there is another question already
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
      case TimelinePart.MOVED -> add(moved, part);
      case TimelinePart.NOTHING -> {}
      default -> add(blocks, part);
    }
    return retainedBytes() - before;
  }

  private void add(List<Slice> parts, Slice part) {
    // A copy: the page it lies in is larger and need not stay.
    parts.add(part.copy());
    partBytes += PART_BYTES + part.length();
  }

  /** What there is but the question. */
  private boolean isEmpty() {
    return blocks.isEmpty() && moved.isEmpty() && loose.isEmpty();
  }

  /**
   * The question of all that was added.
   *
   * @throws IllegalArgumentException when there is none
   */
  Slice question() {
    if (question == null && !isEmpty()) {
      throw new IllegalArgumentException("a bucket has parts and no question_part");
    }
    return question;
  }

  @Override
  public PersonTimelines copy() {
    PersonTimelines copy = new PersonTimelines();
    copy.question = question;
    copy.blocks.addAll(blocks);
    copy.moved.addAll(moved);
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

  /**
   * Hands on what matters of each person, all days together, by the persons' keys. It is forgotten
   * when the next person comes.
   *
   * @throws IllegalArgumentException when a block is damaged
   */
  void forEach(TimelineQuestion asked, Consumer<FunnelEvents> person) {
    FunnelEvents events = new FunnelEvents();
    forEach(
        asked,
        new GroupNames(),
        (time, sequence, mask, group) -> events.add(time, sequence, mask),
        () -> {
          if (events.size() > 0) {
            person.accept(events);
            events.clear();
          }
        });
  }

  /**
   * The same with the group of each event.
   *
   * @param names of the groups, to which those come that events on their own name
   */
  void forEach(
      TimelineQuestion asked, GroupNames names, BiConsumer<FunnelEvents, GroupedEvents> person) {
    FunnelEvents events = new FunnelEvents();
    GroupedEvents grouped = new GroupedEvents();
    forEach(
        asked,
        names,
        (time, sequence, mask, group) -> {
          events.add(time, sequence, mask);
          grouped.add(time, sequence, mask, group);
        },
        () -> {
          if (events.size() > 0) {
            person.accept(events, grouped);
            events.clear();
            grouped.clear();
          }
        });
  }

  private void forEach(
      TimelineQuestion asked,
      GroupNames names,
      TimelineQuestion.GroupTaker taker,
      Runnable personEnds) {
    BlockMerge merge = new BlockMerge(asked, blocks);
    List<Loose> loose = looseEvents(asked);
    int other = 0;
    while (!merge.isEmpty() || other < loose.size()) {
      long key = merge.isEmpty() ? Long.MAX_VALUE : merge.key();
      if (other < loose.size()) {
        key = Math.min(key, loose.get(other).personKey());
      }
      boolean elsewhere = asked.moved().target(key).isPresent();
      while (!merge.isEmpty() && merge.key() == key) {
        if (!elsewhere) {
          asked.takeAll(merge.person(), merge.meanings(), taker);
        }
        merge.next();
      }
      for (; other < loose.size() && loose.get(other).personKey() == key; other++) {
        Loose event = loose.get(other);
        int group = names.number(event.group());
        taker.take(event.time(), event.sequence(), event.mask(), group);
      }
      personEnds.run();
    }
  }

  /** What matters of events in no block, by person. */
  private List<Loose> looseEvents(TimelineQuestion asked) {
    List<Loose> all = new ArrayList<>();
    for (Loose one : loose) {
      if (asked.counts(one.time, one.mask)) {
        all.add(one);
      }
    }
    for (Slice part : moved) {
      long personKey = part.toByteBuffer().position(1).getLong();
      int from = part.byteArrayOffset();
      asked.read(
          part.byteArray(),
          from + TimelinePart.BODY,
          from + part.length(),
          (time, sequence, mask) ->
              all.add(new Loose(personKey, time, sequence, mask, Slices.EMPTY_SLICE)));
    }
    all.sort(Comparator.comparingLong(Loose::personKey));
    return all;
  }
}
