package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private static final int BLOCK_BYTES = 64;
  private static final int EVENT_BYTES = 48;

  /** An event that lies in no block. */
  private record Loose(long personKey, long time, int sequence, long mask) {}

  private final List<Slice> blocks = new ArrayList<>();
  private final List<Loose> loose = new ArrayList<>();
  private Slice question;
  private long blockBytes;

  /**
   * Adds a part of what {@code asked} is about, whose question is {@code bytes}; answers the bytes
   * of memory that took.
   *
   * @throws IllegalArgumentException when the part is damaged
   * @throws java.nio.BufferUnderflowException when it is cut
   */
  long add(Slice bytes, TimelineQuestion asked, Slice part) {
    long before = retainedBytes();
    if (question == null) {
      question = bytes;
    } else if (!TimelineQuestion.same(question, bytes)) {
      throw new IllegalArgumentException("the question must be the same for all rows of a group");
    }
    switch (part.length() == 0 ? 0 : part.getByte(0)) {
      case TimelinePart.EVENT -> {
        ByteBuffer event = part.toByteBuffer().position(1);
        long personKey = event.getLong();
        asked.take(event.getLong(), event.getInt(), event.getLong(), loose(personKey));
      }
      case TimelinePart.MOVED -> {
        long personKey = part.toByteBuffer().position(1).getLong();
        int from = part.byteArrayOffset();
        asked.read(
            part.byteArray(), from + TimelinePart.BODY, from + part.length(), loose(personKey));
      }
      case TimelinePart.NOTHING -> {}
      default -> {
        // A copy: the page it lies in is larger and need not stay.
        blocks.add(part.copy());
        blockBytes += BLOCK_BYTES + part.length();
      }
    }
    return retainedBytes() - before;
  }

  private TimelineQuestion.Taker loose(long personKey) {
    return (time, sequence, mask) -> loose.add(new Loose(personKey, time, sequence, mask));
  }

  /** The question of all that was added. */
  Slice question() {
    return question;
  }

  @Override
  public PersonTimelines copy() {
    PersonTimelines copy = new PersonTimelines();
    copy.question = question;
    copy.blocks.addAll(blocks);
    copy.blockBytes = blockBytes;
    copy.loose.addAll(loose);
    return copy;
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + blockBytes + (long) loose.size() * EVENT_BYTES;
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
    BlockMerge merge = new BlockMerge(asked, blocks);
    loose.sort(Comparator.comparingLong(Loose::personKey));
    int other = 0;
    FunnelEvents events = new FunnelEvents();
    TimelineQuestion.Taker taker = events::add;
    while (!merge.isEmpty() || other < loose.size()) {
      long key = merge.isEmpty() ? Long.MAX_VALUE : merge.key();
      if (other < loose.size()) {
        key = Math.min(key, loose.get(other).personKey());
      }
      events.clear();
      boolean elsewhere = asked.moved().target(key).isPresent();
      while (!merge.isEmpty() && merge.key() == key) {
        if (!elsewhere) {
          asked.takeAll(merge.person(), taker);
        }
        merge.next();
      }
      for (; other < loose.size() && loose.get(other).personKey() == key; other++) {
        Loose event = loose.get(other);
        events.add(event.time(), event.sequence(), event.mask());
      }
      if (events.size() > 0) {
        person.accept(events);
      }
    }
  }
}
