package metricflow.funnel;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What one person did that matters to one funnel, and how far it got them.
 *
 * <p>Each entry is an event that fills one or more steps: its time, the client's sequence number
 * and a mask with bit {@code k} set when it fills step {@code k} (from 0). Entries count in the
 * order of time, then sequence, then lowest step, then mask: the answer depends on what happened,
 * never on the order in which it was added.
 *
 * <p>Steps are counted by the rules of {@link FunnelRules#ordered}: the best of all paths counts,
 * the window includes its end, one event fills one step, and events in between do not matter.
 */
public final class StepTimeline implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Most steps a funnel may have. */
  public static final int MAX_STEPS = 20;

  private static final int ENTRY_BYTES = 16;

  private long[] times = new long[4];
  private int[] sequences = new int[4];
  private int[] masks = new int[4];
  private int size;
  private boolean sorted = true;

  /**
   * Adds an event.
   *
   * @param time epoch milliseconds
   * @param sequence the client's sequence number, or -1
   * @param mask steps the event fills; an event that fills none is not kept
   */
  public void add(long time, int sequence, int mask) {
    if (mask == 0) {
      return;
    }
    if (size == times.length) {
      grow(size * 2);
    }
    times[size] = time;
    sequences[size] = sequence;
    masks[size] = mask;
    sorted = sorted && (size == 0 || compare(size - 1, size) <= 0);
    size++;
  }

  /** Adds the entries of {@code other}. */
  public void addAll(StepTimeline other) {
    if (size + other.size > times.length) {
      grow(size + other.size);
    }
    for (int i = 0; i < other.size; i++) {
      add(other.times[i], other.sequences[i], other.masks[i]);
    }
  }

  /** Adds an event unless an equal entry is there: what a live view needs to be idempotent. */
  public void addOnce(long time, int sequence, int mask) {
    for (int i = 0; i < size; i++) {
      if (times[i] == time && sequences[i] == sequence && masks[i] == mask) {
        return;
      }
    }
    add(time, sequence, mask);
  }

  /** Adds the entries of {@code other} that are not there yet. */
  public void addAllOnce(StepTimeline other) {
    for (int i = 0; i < other.size; i++) {
      addOnce(other.times[i], other.sequences[i], other.masks[i]);
    }
  }

  /**
   * Drops entries so that at most {@code maxEntries} stay, shared out evenly among the steps: of
   * each step the first and the last ones. What stays depends on all entries ever added, never on
   * how often or in between which of them this was called.
   *
   * @param steps number of steps of the funnel
   */
  public void limit(int steps, int maxEntries) {
    int share = maxEntries / steps;
    if (size <= share) {
      return;
    }
    sort();
    BitSet kept = new BitSet(size);
    for (int step = 0; step < steps; step++) {
      int left = (share + 1) / 2;
      for (int i = 0; i < size && left > 0; i++) {
        if ((masks[i] & (1 << step)) != 0) {
          kept.set(i);
          left--;
        }
      }
      left = share / 2;
      for (int i = size - 1; i >= 0 && left > 0; i--) {
        if ((masks[i] & (1 << step)) != 0) {
          kept.set(i);
          left--;
        }
      }
    }
    int to = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      times[to] = times[i];
      sequences[to] = sequences[i];
      masks[to] = masks[i];
      to++;
    }
    size = to;
  }

  /** Number of entries. */
  public int size() {
    return size;
  }

  /** Memory held, in bytes. */
  public long retainedBytes() {
    return 64L + (long) times.length * ENTRY_BYTES;
  }

  /**
   * The number of steps reached.
   *
   * @param steps number of steps of the funnel
   * @param windowMillis conversion window in milliseconds, inclusive
   * @return 0 when the first step never happened, {@code steps} for a full conversion
   */
  public int stepsReached(int steps, long windowMillis) {
    sort();
    FunnelMatcher matcher = FunnelRules.ordered(steps, windowMillis).matcher();
    for (int i = 0; i < size; i++) {
      if (matcher.accept(times[i], Integer.toUnsignedLong(masks[i]))) {
        break;
      }
    }
    return matcher.stepsReached();
  }

  /** The entries as bytes, 16 each: what Redis and Trino's exchanges hold. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size * ENTRY_BYTES);
    for (int i = 0; i < size; i++) {
      bytes.putLong(times[i]).putInt(sequences[i]).putInt(masks[i]);
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException when the length is not that of whole entries
   */
  public static StepTimeline fromBytes(byte[] bytes) {
    if (bytes.length % ENTRY_BYTES != 0) {
      throw new IllegalArgumentException("%d bytes are no whole entries".formatted(bytes.length));
    }
    StepTimeline timeline = new StepTimeline();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      timeline.add(in.getLong(), in.getInt(), in.getInt());
    }
    return timeline;
  }

  private void grow(int capacity) {
    times = Arrays.copyOf(times, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    masks = Arrays.copyOf(masks, capacity);
  }

  private int compare(int a, int b) {
    int order = Long.compare(times[a], times[b]);
    if (order == 0) {
      order = Integer.compare(sequences[a], sequences[b]);
    }
    if (order == 0) {
      order = Integer.compare(firstStep(masks[a]), firstStep(masks[b]));
    }
    return order != 0 ? order : Integer.compareUnsigned(masks[a], masks[b]);
  }

  private static int firstStep(int mask) {
    return Integer.numberOfTrailingZeros(mask);
  }

  private void sort() {
    if (sorted) {
      return;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    long[] sortedTimes = new long[size];
    int[] sortedSequences = new int[size];
    int[] sortedMasks = new int[size];
    for (int i = 0; i < size; i++) {
      sortedTimes[i] = times[order[i]];
      sortedSequences[i] = sequences[order[i]];
      sortedMasks[i] = masks[order[i]];
    }
    times = sortedTimes;
    sequences = sortedSequences;
    masks = sortedMasks;
    sorted = true;
  }
}
