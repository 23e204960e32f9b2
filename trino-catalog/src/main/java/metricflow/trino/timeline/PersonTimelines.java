package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final int PERSON_BYTES = 128;
  private static final int BLOCK_BYTES = 64;

  private final List<Slice> blocks = new ArrayList<>();
  private final Map<Long, FunnelEvents> loose = new TreeMap<>();
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
        FunnelEvents events = of(event.getLong());
        asked.take(event.getLong(), event.getInt(), event.getLong(), events::add);
      }
      case TimelinePart.MOVED -> {
        FunnelEvents events = of(part.toByteBuffer().position(1).getLong());
        int from = part.byteArrayOffset();
        asked.read(part.byteArray(), from + TimelinePart.BODY, from + part.length(), events::add);
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

  private FunnelEvents of(long personKey) {
    return loose.computeIfAbsent(personKey, key -> new FunnelEvents());
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
    loose.forEach((key, events) -> copy.of(key).addAll(events));
    return copy;
  }

  @Override
  public long retainedBytes() {
    return PERSON_BYTES + blockBytes + loose.size() * 2L * PERSON_BYTES;
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
    Iterator<Map.Entry<Long, FunnelEvents>> others = loose.entrySet().iterator();
    Map.Entry<Long, FunnelEvents> other = others.hasNext() ? others.next() : null;
    FunnelEvents events = new FunnelEvents();
    TimelineQuestion.Taker taker = events::add;
    while (!merge.isEmpty() || other != null) {
      boolean fromBlocks = !merge.isEmpty() && (other == null || merge.key() <= other.getKey());
      long key = fromBlocks ? merge.key() : other.getKey();
      events.clear();
      boolean elsewhere = asked.moved().target(key).isPresent();
      while (!merge.isEmpty() && merge.key() == key) {
        if (!elsewhere) {
          asked.takeAll(merge.person(), taker);
        }
        merge.next();
      }
      if (other != null && other.getKey() == key) {
        events.addAll(other.getValue());
        other = others.hasNext() ? others.next() : null;
      }
      if (events.size() > 0) {
        person.accept(events);
      }
    }
  }
}
