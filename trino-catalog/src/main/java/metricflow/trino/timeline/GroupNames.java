package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the groups in which events are counted, numbered from 1; 0 is no group, and its name
 * is empty.
 */
public final class GroupNames {
  private final List<Slice> names = new ArrayList<>();
  private final Map<Slice, Integer> numbers = new HashMap<>();

  /** No groups yet. */
  public GroupNames() {}

  /** The number of a group, which is added if it is new. */
  int number(Slice name) {
    if (name.length() == 0) {
      return 0;
    }
    Integer number = numbers.get(name);
    if (number == null) {
      names.add(name);
      number = names.size();
      numbers.put(name, number);
    }
    return number;
  }

  /** The highest number. */
  public int size() {
    return names.size();
  }

  /** The name of a group. */
  public Slice name(int number) {
    return number == 0 ? Slices.EMPTY_SLICE : names.get(number - 1);
  }
}
