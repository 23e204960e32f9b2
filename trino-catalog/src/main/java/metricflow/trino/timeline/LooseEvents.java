package metricflow.trino.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import metricflow.trino.timeline.PersonTimelines.Loose;

/** Events that lie in no block, by person. */
final class LooseEvents {
  private final List<Loose> sorted;
  private final long[] keys;

  /** Where the events of each person begin, and after the last of them how many there are. */
  private final int[] starts;

  /** Of these, in no order. */
  LooseEvents(List<Loose> events) {
    sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(Loose::personKey));
    keys = sorted.stream().mapToLong(Loose::personKey).distinct().toArray();
    starts = new int[keys.length + 1];
    int person = -1;
    for (int i = 0; i < sorted.size(); i++) {
      if (i == 0 || sorted.get(i).personKey() != sorted.get(i - 1).personKey()) {
        person++;
        starts[person] = i;
      }
    }
    starts[keys.length] = sorted.size();
  }

  /** The persons' keys, each once. */
  long[] keys() {
    return keys;
  }

  /** The events of one of them. */
  List<Loose> ofPerson(int person) {
    return sorted.subList(starts[person], starts[person + 1]);
  }
}
