package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.TimelineBlockReader;

/**
 * Blocks read side by side, in the order of their persons, and of one person in that of the days: a
 * heap of readers. Persons of whom nothing matters are passed over.
 */
final class BlockMerge {
  private record Source(TimelineBlockReader events, ContextRunsReader meanings) {}

  private final Source[] sources;
  private final TimelineQuestion asked;
  private final long[] keys;
  private final int[] heap;
  private int size;

  /**
   * A merge that stands at the first person.
   *
   * @throws IllegalArgumentException when a block is damaged
   */
  BlockMerge(TimelineQuestion asked, List<Slice> blocks) {
    this.asked = asked;
    int count = blocks.size();
    // A person's days come in their order, and need not be put into it.
    sources =
        blocks.stream()
            .map(BlockMerge::open)
            .sorted(Comparator.comparingLong(source -> source.events.start()))
            .toArray(Source[]::new);
    keys = new long[count];
    int[] open = new int[count];
    for (int i = 0; i < count; i++) {
      if (advance(i)) {
        open[size++] = i;
      }
    }
    heap = Arrays.copyOf(open, size);
    for (int at = size / 2 - 1; at >= 0; at--) {
      sink(at);
    }
  }

  private static Source open(Slice part) {
    TimelineBlockReader events = new TimelineBlockReader();
    int from = part.byteArrayOffset();
    int end = from + part.length();
    if (part.getByte(0) != TimelinePart.MEANINGS) {
      events.open(part.byteArray(), from, end);
      return new Source(events, null);
    }
    if (part.length() < TimelinePart.MEANINGS_BODY) {
      throw new IllegalArgumentException("a part is cut");
    }
    int block = from + TimelinePart.MEANINGS_BODY;
    int runs = block + part.getInt(TimelinePart.MEANINGS_LENGTH);
    if (runs < block || runs > end) {
      throw new IllegalArgumentException("a part is cut");
    }
    ContextRunsReader meanings = new ContextRunsReader();
    events.open(part.byteArray(), block, runs);
    meanings.open(part.byteArray(), runs, end);
    return new Source(events, meanings);
  }

  /** Whether all persons are read. */
  boolean isEmpty() {
    return size == 0;
  }

  /** The least key of all that is left. */
  long key() {
    return keys[heap[0]];
  }

  /** The events of that person in one of the blocks. */
  TimelineBlockReader person() {
    return sources[heap[0]].events;
  }

  /** What the contexts of the events of that block mean; null where it is not asked. */
  ContextRunsReader meanings() {
    return sources[heap[0]].meanings;
  }

  private boolean advance(int reader) {
    TimelineBlockReader events = sources[reader].events;
    while (events.nextPerson()) {
      if (asked.concerns(events)) {
        keys[reader] = events.personKey();
        return true;
      }
    }
    return false;
  }

  /** Goes to the next person of the block at hand, and so to the least key of all. */
  void next() {
    if (!advance(heap[0])) {
      size--;
      heap[0] = heap[size];
    }
    if (size > 0) {
      sink(0);
    }
  }

  private void sink(int from) {
    int at = from;
    int reader = heap[at];
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], reader)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = reader;
  }

  private boolean isBefore(int reader, int other) {
    return keys[reader] < keys[other] || (keys[reader] == keys[other] && reader < other);
  }
}
