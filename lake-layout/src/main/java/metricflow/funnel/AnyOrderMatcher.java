package metricflow.funnel;

import java.util.Arrays;

/**
 * Steps in any order within one window.
 *
 * <p>Which events can fill different steps together is a question of matching: an event that fills
 * several steps takes the one that leaves most to the others. Kept are the latest events that can
 * stand together, each at a step of its own: those of them that lie in the window are as many as
 * any events in the window can fill. (Sets of events that can stand together form a matroid;
 * putting a new event in the place of the oldest one in its way keeps the latest.)
 */
final class AnyOrderMatcher extends FunnelMatcher {
  private static final int NOBODY = -1;

  private final int steps;
  private final long windowMillis;
  private final long[] times;

  /** Steps that the event standing at a step fills; 0 when none stands there. */
  private final long[] fills;

  private final int[] movesFrom;
  private final long[] longest;
  private int reached;

  AnyOrderMatcher(FunnelRules rules) {
    super(rules);
    steps = rules.steps();
    windowMillis = rules.windowMillis();
    times = new long[steps];
    fills = new long[steps];
    movesFrom = new int[steps];
    longest = new long[steps];
  }

  @Override
  public void reset() {
    Arrays.fill(fills, 0);
    reached = 0;
  }

  @Override
  public boolean accept(long time, long mask) {
    if (rules().stepsExcludedAfter(mask) != 0) {
      Arrays.fill(fills, 0);
    }
    long filled = rules().stepsFilled(mask);
    if (filled == 0) {
      return false;
    }
    int standing = 0;
    for (int step = 0; step < steps; step++) {
      if (fills[step] != 0 && time - times[step] > windowMillis) {
        fills[step] = 0;
      }
      standing += fills[step] == 0 ? 0 : 1;
    }
    if (place(time, filled)) {
      standing++;
    }
    if (standing > reached) {
      reached = standing;
      tell();
    }
    return reached == steps;
  }

  /** Gives the event a step; answers whether that was one more than before. */
  private boolean place(long time, long filled) {
    long seen = filled;
    long next = filled;
    int oldest = NOBODY;
    for (long left = filled; left != 0; left &= left - 1) {
      movesFrom[Long.numberOfTrailingZeros(left)] = NOBODY;
    }
    while (next != 0) {
      int step = Long.numberOfTrailingZeros(next);
      next &= next - 1;
      if (fills[step] == 0) {
        moveInto(step, time, filled);
        return true;
      }
      if (oldest == NOBODY || times[step] < times[oldest]) {
        oldest = step;
      }
      // Whoever stands here could move to another step it fills.
      for (long left = fills[step] & ~seen; left != 0; left &= left - 1) {
        movesFrom[Long.numberOfTrailingZeros(left)] = step;
      }
      next |= fills[step] & ~seen;
      seen |= fills[step];
    }
    moveInto(oldest, time, filled);
    return false;
  }

  private void moveInto(int free, long time, long filled) {
    int step = free;
    while (movesFrom[step] != NOBODY) {
      int from = movesFrom[step];
      times[step] = times[from];
      fills[step] = fills[from];
      step = from;
    }
    times[step] = time;
    fills[step] = filled;
  }

  private void tell() {
    int count = 0;
    for (int step = 0; step < steps; step++) {
      if (fills[step] != 0) {
        longest[count++] = times[step];
      }
    }
    Arrays.sort(longest, 0, count);
  }

  @Override
  public int stepsReached() {
    return reached;
  }

  @Override
  public long stepTime(int index) {
    return longest[index];
  }
}
