package metricflow.trino.activity;

import java.util.Arrays;
import metricflow.trino.timeline.GroupedEvents;
import metricflow.trino.timeline.Intervals;

/** The sets of one person after another, apart for each group in which it has events. */
final class SetsByGroup {
  private final int sets;

  /** By group: the sets and, after them, the number of the group; null as long as it has none. */
  private long[][] ofGroups = new long[16][];

  /** The groups of the person at hand. */
  private int[] groups = new int[8];

  private int size;

  SetsByGroup(int sets) {
    this.sets = sets;
  }

  /** Takes the events of the next person. Those of no group are of none that is asked about. */
  void gather(GroupedEvents events, Intervals intervals) {
    for (int i = 0; i < events.size(); i++) {
      int group = events.group(i);
      if (group != 0) {
        long interval = 1L << intervals.of(events.time(i));
        ActiveIntervalsAggregation.add(events.mask(i), interval, ofGroup(group), sets);
      }
    }
  }

  private long[] ofGroup(int group) {
    if (group >= ofGroups.length) {
      ofGroups = Arrays.copyOf(ofGroups, Math.max(group + 1, ofGroups.length * 2));
    }
    if (ofGroups[group] == null) {
      ofGroups[group] = new long[sets + 1];
    }
    long[] numbers = ofGroups[group];
    // Its last number says that the person at hand has been there.
    if (numbers[sets] == 0) {
      numbers[sets] = group;
      if (size == groups.length) {
        groups = Arrays.copyOf(groups, size * 2);
      }
      groups[size] = group;
      size++;
    }
    return numbers;
  }

  /** Adds the person in each of its groups, and forgets it. */
  void addTo(AlikePersons alike) {
    for (int i = 0; i < size; i++) {
      long[] numbers = ofGroups[groups[i]];
      alike.add(numbers);
      Arrays.fill(numbers, 0);
    }
    size = 0;
  }
}
