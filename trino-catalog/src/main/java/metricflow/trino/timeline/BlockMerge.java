package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import metricflow.timeline.TimelineBlockReader;

/**
 * Blocks read side by side, in the order of their persons, and of one person in that of the days: a
 * heap of readers. Persons of whom nothing matters are passed over.
 */
final class BlockMerge {
  private final TimelineBlockReader[] readers;
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
    readers = new TimelineBlockReader[count];
    for (int i = 0; i < count; i++) {
      Slice block = blocks.get(i);
      int from = block.byteArrayOffset();
      readers[i] = new TimelineBlockReader();
      readers[i].open(block.byteArray(), from, from + block.length());
    }
    // A person's days come in their order, and need not be put into it.
    Arrays.sort(readers, Comparator.comparingLong(TimelineBlockReader::start));
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
    return readers[heap[0]];
  }

  private boolean advance(int reader) {
    while (readers[reader].nextPerson()) {
      if (asked.concerns(readers[reader])) {
        keys[reader] = readers[reader].personKey();
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
