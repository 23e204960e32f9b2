package metricflow.funnel;

import java.io.Serializable;
import java.nio.ByteBuffer;
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

  private final FunnelEvents entries = new FunnelEvents();

  /**
   * Adds an event.
   *
   * @param time epoch milliseconds
   * @param sequence the client's sequence number, or -1
   * @param mask steps the event fills; an event that fills none is not kept
   */
  public void add(long time, int sequence, int mask) {
    if (mask != 0) {
      entries.add(time, sequence, Integer.toUnsignedLong(mask));
    }
  }

  /** Adds the entries of {@code other}. */
  public void addAll(StepTimeline other) {
    entries.addAll(other.entries);
  }

  /** Adds an event unless an equal entry is there: what a live view needs to be idempotent. */
  public void addOnce(long time, int sequence, int mask) {
    if (!entries.holds(time, sequence, Integer.toUnsignedLong(mask))) {
      add(time, sequence, mask);
    }
  }

  /** Adds the entries of {@code other} that are not there yet. */
  public void addAllOnce(StepTimeline other) {
    for (int i = 0; i < other.size(); i++) {
      addOnce(other.entries.time(i), other.entries.sequence(i), (int) other.entries.mask(i));
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
    if (size() <= share) {
      return;
    }
    BitSet kept = new BitSet(size());
    for (int step = 0; step < steps; step++) {
      int left = (share + 1) / 2;
      for (int i = 0; i < size() && left > 0; i++) {
        if (fills(i, step)) {
          kept.set(i);
          left--;
        }
      }
      left = share / 2;
      for (int i = size() - 1; i >= 0 && left > 0; i--) {
        if (fills(i, step)) {
          kept.set(i);
          left--;
        }
      }
    }
    entries.retain(kept);
  }

  private boolean fills(int index, int step) {
    return (entries.mask(index) & (1L << step)) != 0;
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /** Memory held, in bytes. */
  public long retainedBytes() {
    return entries.retainedBytes();
  }

  /**
   * The number of steps reached.
   *
   * @param steps number of steps of the funnel
   * @param windowMillis conversion window in milliseconds, inclusive
   * @return 0 when the first step never happened, {@code steps} for a full conversion
   */
  public int stepsReached(int steps, long windowMillis) {
    return entries.match(FunnelRules.ordered(steps, windowMillis).matcher());
  }

  /** The entries as bytes, 16 each: what Redis and Trino's exchanges hold. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size() * ENTRY_BYTES);
    for (int i = 0; i < size(); i++) {
      bytes.putLong(entries.time(i)).putInt(entries.sequence(i)).putInt((int) entries.mask(i));
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
}
