package metricflow.trino.timeline;

import java.util.Arrays;

/** The events of one person that matter, with the group of each, in no order. */
public final class GroupedEvents {
  private long[] times = new long[8];
  private int[] sequences = new int[8];
  private long[] masks = new long[8];
  private int[] groups = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(long time, int sequence, long mask, int group) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      sequences = Arrays.copyOf(sequences, size * 2);
      masks = Arrays.copyOf(masks, size * 2);
      groups = Arrays.copyOf(groups, size * 2);
    }
    times[size] = time;
    sequences[size] = sequence;
    masks[size] = mask;
    groups[size] = group;
    size++;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Time of an event, in epoch milliseconds. */
  public long time(int index) {
    return times[index];
  }

  /** Sequence number of an event. */
  public int sequence(int index) {
    return sequences[index];
  }

  /** Mask of an event. */
  public long mask(int index) {
    return masks[index];
  }

  /** Group of an event, a number of {@link GroupNames}. */
  public int group(int index) {
    return groups[index];
  }
}
