package metricflow.trino.activity;

import java.util.Arrays;

/** Numbers of events by interval, set and group. */
final class EventCounts {
  private final int sets;
  private final int ofGroup;

  /** By group, interval and set. */
  private long[] counts;

  /** Takes what there is of one kind. */
  interface Taker {
    void take(int interval, int set, int group, long events);
  }

  /** None yet. */
  EventCounts(int intervals, int sets) {
    this.sets = sets;
    ofGroup = Math.multiplyExact(intervals, sets);
    counts = new long[ofGroup];
  }

  /** Adds events to each set that {@code mask} has a bit of. */
  void add(int interval, long mask, int group, int events) {
    int from = Math.addExact(Math.multiplyExact(group, ofGroup), interval * sets);
    if (from + sets > counts.length) {
      int most = Math.multiplyExact(group + 1, ofGroup);
      counts = Arrays.copyOf(counts, Math.max(most, counts.length * 2));
    }
    for (long left = mask; left != 0; left &= left - 1) {
      int set = Long.numberOfTrailingZeros(left);
      if (set < sets) {
        counts[from + set] += events;
      }
    }
  }

  /** Hands on those that are not 0. */
  void forEach(Taker taker) {
    for (int at = 0; at < counts.length; at++) {
      if (counts[at] != 0) {
        taker.take(at % ofGroup / sets, at % sets, at / ofGroup, counts[at]);
      }
    }
  }
}
