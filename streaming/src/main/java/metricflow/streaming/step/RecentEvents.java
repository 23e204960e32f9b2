package metricflow.streaming.step;

import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import metricflow.event.Event;

/**
 * Recognises events that were delivered again a moment ago: a page that closed before its answer
 * came sends its last events once more from the next page.
 *
 * <p>A table of fixed size in which newer events replace older ones, so memory and time are bounded
 * and nothing is ever waited for. It only forgets, never invents: an event is called repeated when
 * its id was seen in an earlier micro-batch or earlier in this pass, and not when a micro-batch is
 * repeated. What it forgets, compaction removes from the lake. One table per process; a visitor's
 * events share a bus partition.
 */
final class RecentEvents {
  /** Slots of the process-wide table: 64 MiB, about 40 s of events at 100,000 a second. */
  private static final int SLOTS = 1 << 22;

  private static final RecentEvents PROCESS = new RecentEvents(SLOTS);

  private final AtomicInteger passes = new AtomicInteger();
  private final Lock lock = new ReentrantLock();
  private final long[] ids;
  private final int[] batches;
  private final int[] passNumbers;

  RecentEvents(int slots) {
    ids = new long[slots];
    batches = new int[slots];
    passNumbers = new int[slots];
  }

  static RecentEvents ofProcess() {
    return PROCESS;
  }

  /** The view of one task's pass over one micro-batch. */
  Pass pass(long batchId) {
    return new Pass((int) batchId, passes.incrementAndGet());
  }

  final class Pass {
    private final int batch;
    private final int number;

    private Pass(int batch, int number) {
      this.batch = batch;
      this.number = number;
    }

    /** Which of the batch's events came before, by index; remembers all of them. */
    BitSet repeated(int project, List<Event> events) {
      BitSet repeated = new BitSet(events.size());
      lock.lock();
      try {
        for (int i = 0; i < events.size(); i++) {
          repeated.set(i, isRepeated(mix(events.get(i).eventId(), project)));
        }
      } finally {
        lock.unlock();
      }
      return repeated;
    }

    private boolean isRepeated(long id) {
      int slot = (int) (id & (ids.length - 1));
      boolean repeated =
          ids[slot] == id
              && (batches[slot] < batch || (batches[slot] == batch && passNumbers[slot] == number));
      if (!repeated) {
        ids[slot] = id;
        batches[slot] = batch;
        passNumbers[slot] = number;
      }
      return repeated;
    }
  }

  /** 64 well-mixed bits of the id (the finaliser of SplitMix64), never 0. */
  private static long mix(UUID eventId, int project) {
    long bits =
        eventId.getMostSignificantBits() * 0x9E3779B97F4A7C15L
            + eventId.getLeastSignificantBits()
            + project;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    bits ^= bits >>> 31;
    return bits == 0 ? 1 : bits;
  }
}
