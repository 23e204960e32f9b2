package metricflow.trino.timeline;

import java.util.Arrays;

/** What a person has been seen to do in an interval, by group. */
final class SeenEvents {
  private int[] groups = new int[8];
  private long[] masks = new long[8];
  private int size;

  /** Nothing has been seen. */
  void clear() {
    size = 0;
  }

  /** Whether {@code mask} has a bit that the group has not been seen with; it has been then. */
  boolean isNew(int group, long mask) {
    // A person does few different things on a day.
    for (int i = 0; i < size; i++) {
      if (groups[i] == group) {
        boolean isNew = (mask & ~masks[i]) != 0;
        masks[i] |= mask;
        return isNew;
      }
    }
    if (size == groups.length) {
      groups = Arrays.copyOf(groups, size * 2);
      masks = Arrays.copyOf(masks, size * 2);
    }
    groups[size] = group;
    masks[size] = mask;
    size++;
    return true;
  }
}
