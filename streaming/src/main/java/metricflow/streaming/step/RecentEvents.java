package metricflow.streaming.step;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import metricflow.event.Event;
import metricflow.streaming.retry.LeftOutEvent;

/**
 * Recognises events that were delivered again a moment ago: a page that closed before its answer
 * came sends its last events once more from the next page.
 *
 * <p>A table of fixed size in which newer events replace older ones, so memory and time are bounded
 * and nothing is ever waited for. It only forgets, never invents: an event is called repeated when
 * its project and all 128 bits of its id were seen in an earlier micro-batch or earlier in this
 * pass, and not when a micro-batch is repeated. Less than all bits would do for counting, but a
 * repeated event is left out of the lake as well. What it forgets, compaction removes from the
 * lake. One table per process; a visitor's events share a bus partition.
 *
 * <p>A restart empties the table, yet a micro-batch that is repeated then must leave out what its
 * first try left out, which the lake may lack already: so a pass tells those events and is told
 * them.
 */
final class RecentEvents {
  /** Slots of the process-wide table: 128 MiB, about 40 s of events at 100,000 a second. */
  private static final int SLOTS = 1 << 22;

  /**
   * Words of a slot, side by side so that one look costs one or two cache lines: both halves of the
   * id, project and micro-batch, pass.
   */
  private static final int WORDS = 4;

  private static final RecentEvents PROCESS = new RecentEvents(SLOTS);

  /** The number of the first pass is 1: a slot whose pass is 0 is empty. */
  private final AtomicInteger passes = new AtomicInteger();

  private final Lock lock = new ReentrantLock();
  private final long[] words;
  private final int mask;

  /**
   * An empty table.
   *
   * @param slots a power of two
   */
  RecentEvents(int slots) {
    words = new long[slots * WORDS];
    mask = slots - 1;
  }

  static RecentEvents ofProcess() {
    return PROCESS;
  }

  /** Forgets everything, as a restart does. */
  void forget() {
    lock.lock();
    try {
      Arrays.fill(words, 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The view of one task's pass over one micro-batch.
   *
   * @param leftOut what an earlier try of the micro-batch left out: repeated, whatever is
   *     remembered
   */
  Pass pass(long batchId, Set<LeftOutEvent> leftOut) {
    return new Pass((int) batchId, passes.incrementAndGet(), leftOut);
  }

  final class Pass {
    private final int batch;
    private final int number;
    private final Set<LeftOutEvent> leftOutBefore;
    private final Set<LeftOutEvent> leftOut = new TreeSet<>();

    private Pass(int batch, int number, Set<LeftOutEvent> leftOutBefore) {
      this.batch = batch;
      this.number = number;
      this.leftOutBefore = leftOutBefore;
    }

    /** Which of the batch's events came before, by index; remembers all of them. */
    BitSet repeated(int project, List<Event> events) {
      BitSet repeated = new BitSet(events.size());
      lock.lock();
      try {
        for (int i = 0; i < events.size(); i++) {
          repeated.set(i, isRepeated(project, events.get(i).eventId()));
        }
      } finally {
        lock.unlock();
      }
      return repeated;
    }

    private boolean isRepeated(int project, UUID id) {
      long high = id.getMostSignificantBits();
      long low = id.getLeastSignificantBits();
      int slot = (int) (mix(high, low, project) & mask) * WORDS;
      long projectAndBatch = words[slot + 2];
      boolean known =
          words[slot] == high
              && words[slot + 1] == low
              && (int) (projectAndBatch >>> 32) == project
              && words[slot + 3] != 0;
      boolean inEarlierBatch = known && (int) projectAndBatch < batch;
      boolean inThisPass = known && (int) projectAndBatch == batch && words[slot + 3] == number;
      if (!inEarlierBatch && !inThisPass) {
        words[slot] = high;
        words[slot + 1] = low;
        words[slot + 2] = (long) project << 32 | (batch & 0xFFFF_FFFFL);
        words[slot + 3] = number;
      }
      if (inEarlierBatch || isLeftOutBefore(project, id)) {
        leftOut.add(new LeftOutEvent(project, id));
        return true;
      }
      return inThisPass;
    }

    private boolean isLeftOutBefore(int project, UUID id) {
      return !leftOutBefore.isEmpty() && leftOutBefore.contains(new LeftOutEvent(project, id));
    }

    /**
     * The repeated events that an earlier micro-batch holds. Those that only this pass saw before
     * are not among them: they are in the lake with this micro-batch or not at all.
     */
    Set<LeftOutEvent> leftOut() {
      return leftOut;
    }
  }

  /** The finaliser of SplitMix64: where an id lies, not what it is. */
  private static long mix(long high, long low, int project) {
    long bits = high * 0x9E3779B97F4A7C15L + low + project;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
