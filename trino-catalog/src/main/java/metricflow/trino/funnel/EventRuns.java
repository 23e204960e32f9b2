package metricflow.trino.funnel;

import java.util.Arrays;
import metricflow.funnel.FunnelEvents;

/**
 * The events of all groups of a query, in the order in which they came.
 *
 * <p>Rows of one group often come together, and a timeline's events always do: such a run is one
 * entry in a chain of its group. Millions of persons with two events each so take the memory of
 * their events and no object of their own.
 */
final class EventRuns {
  private static final int NONE = -1;
  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final int EVENT_BYTES = 2 * Long.BYTES + Integer.BYTES;

  private long[][] times = {};
  private int[][] sequences = {};
  private long[][] masks = {};
  private int events;

  /** Index of a run's first event; a run ends where the next one starts. */
  private int[] starts = {};

  /** The run of the same group before a run. */
  private int[] before = {};

  private int runs;

  /** By group: its latest run. */
  private int[] latest = {};

  private int writing = NONE;

  /** Makes room for groups 0 to before {@code groups}, which is more than before. */
  void ensureGroups(int groups) {
    int known = latest.length;
    latest = Arrays.copyOf(latest, groups);
    Arrays.fill(latest, known, groups, NONE);
  }

  /** Adds an event of a group. */
  void add(int group, long time, int sequence, long mask) {
    if (group != writing) {
      startRun(group);
    }
    int chunk = events >>> CHUNK_SHIFT;
    if ((events & (CHUNK - 1)) == 0) {
      startChunk(chunk);
    }
    int at = events & (CHUNK - 1);
    times[chunk][at] = time;
    sequences[chunk][at] = sequence;
    masks[chunk][at] = mask;
    events++;
  }

  private void startRun(int group) {
    if (runs == starts.length) {
      int capacity = Math.max(16, runs * 2);
      starts = Arrays.copyOf(starts, capacity);
      before = Arrays.copyOf(before, capacity);
    }
    starts[runs] = events;
    before[runs] = latest[group];
    latest[group] = runs;
    runs++;
    writing = group;
  }

  private void startChunk(int chunk) {
    if (chunk == times.length) {
      int capacity = Math.max(4, chunk * 2);
      times = Arrays.copyOf(times, capacity);
      sequences = Arrays.copyOf(sequences, capacity);
      masks = Arrays.copyOf(masks, capacity);
    }
    times[chunk] = new long[CHUNK];
    sequences[chunk] = new int[CHUNK];
    masks[chunk] = new long[CHUNK];
  }

  /** Puts the events of a group in the place of those in {@code target}. */
  void read(int group, FunnelEvents target) {
    target.clear();
    for (int run = latest[group]; run != NONE; run = before[run]) {
      int end = run + 1 < runs ? starts[run + 1] : events;
      for (int event = starts[run]; event < end; event++) {
        int chunk = event >>> CHUNK_SHIFT;
        int at = event & (CHUNK - 1);
        target.add(times[chunk][at], sequences[chunk][at], masks[chunk][at]);
      }
    }
  }

  /** Memory held, in bytes. */
  long retainedBytes() {
    long chunks = (events + CHUNK - 1L) >>> CHUNK_SHIFT;
    return chunks * CHUNK * EVENT_BYTES
        + (long) (starts.length + before.length + latest.length) * Integer.BYTES;
  }
}
