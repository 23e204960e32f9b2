package metricflow.trino.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Masks with groups, each pair with a number; 0 is no mask and no group. */
final class Meanings {
  private record Meaning(long mask, int group) {}

  private final Map<Meaning, Integer> numbers = new HashMap<>();
  private final List<Meaning> meanings = new ArrayList<>();

  /** None but 0. */
  Meanings() {
    number(0, 0);
  }

  /** The number of a pair, which is added if it is new. */
  int number(long mask, int group) {
    Meaning meaning = new Meaning(mask, group);
    Integer number = numbers.putIfAbsent(meaning, meanings.size());
    if (number != null) {
      return number;
    }
    meanings.add(meaning);
    return meanings.size() - 1;
  }

  /** How many there are. */
  int size() {
    return meanings.size();
  }

  long mask(int number) {
    return meanings.get(number).mask;
  }

  int group(int number) {
    return meanings.get(number).group;
  }
}
