package metricflow.funnel;

import java.util.Arrays;

/**
 * For each step the path to continue from it, and the first of the longest paths there were.
 *
 * <p>Of the paths that stand at a step, only the one that started last is kept: it can do all that
 * the others can, and for longer.
 */
final class Paths {
  static final long NO_PATH = Long.MIN_VALUE;

  private final int steps;
  private final long windowMillis;

  /** Time of the first event of the path that stands at a step. */
  private final long[] starts;

  /** Row {@code k}: times of the events of the path that stands at step {@code k}. */
  private final long[] times;

  private final long[] longest;
  private int reached;

  Paths(int steps, long windowMillis) {
    this.steps = steps;
    this.windowMillis = windowMillis;
    starts = new long[steps];
    times = new long[steps * steps];
    longest = new long[steps];
    clear();
  }

  void clear() {
    Arrays.fill(starts, NO_PATH);
    reached = 0;
  }

  boolean standsAt(int step) {
    return starts[step] != NO_PATH;
  }

  /** Ends the paths that stand at {@code step}. */
  void end(int step) {
    starts[step] = NO_PATH;
  }

  /** Takes an event at {@code time} that fills {@code step}. */
  void fill(int step, long time) {
    int row = step * steps;
    if (step == 0) {
      starts[0] = time;
    } else {
      long start = starts[step - 1];
      // NO_PATH is less than any start: no path to continue is never newer than what stands here.
      if (start <= starts[step] || time - start > windowMillis) {
        return;
      }
      starts[step] = start;
      for (int i = 0; i < step; i++) {
        times[row + i] = times[row - steps + i];
      }
    }
    times[row + step] = time;
    if (step == reached) {
      reached++;
      System.arraycopy(times, row, longest, 0, reached);
    }
  }

  int reached() {
    return reached;
  }

  long stepTime(int index) {
    return longest[index];
  }
}
