package metricflow.funnel;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The events of one person that matter to a funnel, added in any order, read in the order in which
 * they count: time, then sequence, then lowest step, then mask. Masks are those of {@link
 * FunnelRules}.
 */
public final class FunnelEvents implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Up to so many events are sorted where they are. */
  private static final int FEW = 32;

  private static final int EVENT_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

  private long[] times = new long[4];
  private int[] sequences = new int[4];
  private long[] masks = new long[4];
  private int size;
  private boolean sorted = true;

  /**
   * Adds an event.
   *
   * @param time epoch milliseconds
   * @param sequence the client's sequence number, or -1
   * @param mask what the event fills, and what it is excluded between
   */
  public void add(long time, int sequence, long mask) {
    if (size == times.length) {
      resize(size * 2);
    }
    times[size] = time;
    sequences[size] = sequence;
    masks[size] = mask;
    sorted = sorted && (size == 0 || compare(size - 1, size) <= 0);
    size++;
  }

  /** Adds the events of {@code other}. */
  public void addAll(FunnelEvents other) {
    if (size + other.size > times.length) {
      resize(Math.max(size + other.size, size * 2));
    }
    for (int i = 0; i < other.size; i++) {
      add(other.times[i], other.sequences[i], other.masks[i]);
    }
  }

  /** Whether an equal event is among these. */
  boolean holds(long time, int sequence, long mask) {
    for (int i = 0; i < size; i++) {
      if (times[i] == time && sequences[i] == sequence && masks[i] == mask) {
        return true;
      }
    }
    return false;
  }

  /** Removes all events but those of {@code kept}, counted in the order in which they count. */
  void retain(BitSet kept) {
    sort();
    int to = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      times[to] = times[i];
      sequences[to] = sequences[i];
      masks[to] = masks[i];
      to++;
    }
    size = to;
  }

  /** Removes all events and keeps the memory. */
  public void clear() {
    size = 0;
    sorted = true;
  }

  /** Number of events. */
  public int size() {
    return size;
  }

  /** Time of an event in epoch milliseconds, counted from 0 in the order in which they count. */
  public long time(int index) {
    sort();
    return times[index];
  }

  /** Sequence number of an event, counted from 0 in the order in which they count. */
  public int sequence(int index) {
    sort();
    return sequences[index];
  }

  /** Mask of an event, counted from 0 in the order in which they count. */
  public long mask(int index) {
    sort();
    return masks[index];
  }

  /** Counts the steps these events reach; {@code matcher} then tells their times. */
  public int match(FunnelMatcher matcher) {
    sort();
    return matcher.match(times, masks, 0, size);
  }

  /** Memory held, in bytes. */
  public long retainedBytes() {
    return 64L + (long) times.length * EVENT_BYTES;
  }

  private void resize(int capacity) {
    times = Arrays.copyOf(times, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    masks = Arrays.copyOf(masks, capacity);
  }

  private int compare(int a, int b) {
    return compare(a, times[b], sequences[b], masks[b]);
  }

  private int compare(int a, long time, int sequence, long mask) {
    int order = Long.compare(times[a], time);
    if (order == 0) {
      order = Integer.compare(sequences[a], sequence);
    }
    if (order == 0) {
      order =
          Integer.compare(Long.numberOfTrailingZeros(masks[a]), Long.numberOfTrailingZeros(mask));
    }
    return order != 0 ? order : Long.compareUnsigned(masks[a], mask);
  }

  private void sort() {
    if (sorted) {
      return;
    }
    sorted = true;
    if (size <= FEW) {
      insertInOrder();
      return;
    }
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    order = mergeSorted(order);
    long[] sortedTimes = new long[size];
    int[] sortedSequences = new int[size];
    long[] sortedMasks = new long[size];
    for (int i = 0; i < size; i++) {
      sortedTimes[i] = times[order[i]];
      sortedSequences[i] = sequences[order[i]];
      sortedMasks[i] = masks[order[i]];
    }
    times = sortedTimes;
    sequences = sortedSequences;
    masks = sortedMasks;
  }

  /** In place: most persons have few events, and memory for each of them is what sorting costs. */
  private void insertInOrder() {
    for (int next = 1; next < size; next++) {
      long time = times[next];
      int sequence = sequences[next];
      long mask = masks[next];
      int at = next;
      while (at > 0 && compare(at - 1, time, sequence, mask) > 0) {
        times[at] = times[at - 1];
        sequences[at] = sequences[at - 1];
        masks[at] = masks[at - 1];
        at--;
      }
      times[at] = time;
      sequences[at] = sequence;
      masks[at] = mask;
    }
  }

  /** Merges runs of doubling length: rows often come in a few sorted runs, one of each file. */
  private int[] mergeSorted(int[] order) {
    int[] source = order;
    int[] target = new int[size];
    for (int run = 1; run < size; run *= 2) {
      for (int from = 0; from < size; from += 2 * run) {
        int middle = Math.min(from + run, size);
        int to = Math.min(from + 2 * run, size);
        if (middle == to || compare(source[middle - 1], source[middle]) <= 0) {
          System.arraycopy(source, from, target, from, to - from);
        } else {
          merge(source, from, middle, to, target);
        }
      }
      int[] swap = source;
      source = target;
      target = swap;
    }
    return source;
  }

  private void merge(int[] source, int from, int middle, int to, int[] target) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right == to || (left < middle && compare(source[left], source[right]) <= 0);
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }
}
