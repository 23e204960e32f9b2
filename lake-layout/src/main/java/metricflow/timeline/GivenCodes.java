package metricflow.timeline;

import java.util.HashMap;
import java.util.Map;

/** Codes given one after another, from 1, each once and never taken back. */
final class GivenCodes<T> {
  private final Map<T, Integer> codes;
  private final int maxCode;
  private int highest;

  /** With the codes given so far, of which none is above {@code maxCode}. */
  GivenCodes(Map<T, Integer> given, int maxCode) {
    this.codes = new HashMap<>(given);
    this.maxCode = maxCode;
    this.highest = codes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Whether it was given one now, which {@code added} then has: it had none, and one was left. */
  boolean give(T meaning, Map<T, Integer> added) {
    if (highest == maxCode || codes.containsKey(meaning)) {
      return false;
    }
    highest++;
    codes.put(meaning, highest);
    added.put(meaning, highest);
    return true;
  }

  /** Its code, or null. */
  Integer of(T meaning) {
    return codes.get(meaning);
  }
}
