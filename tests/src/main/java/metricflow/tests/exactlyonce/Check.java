package metricflow.tests.exactlyonce;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One comparison of the oracle.
 *
 * @param project id of the project
 * @param what what was compared
 * @param compared how many numbers were
 * @param differences those that differ, in words; empty when all is well
 */
public record Check(int project, String what, long compared, List<String> differences) {
  /** Whether nothing differs. */
  public boolean passed() {
    return differences.isEmpty();
  }

  /**
   * Compares events acknowledged with rows found. Events whose answer was never seen may be there
   * or not; those of a batch that was sent again may be there again, until compaction.
   */
  static Check rows(Sent sent, String what, BitSet acknowledged, long[] rows) {
    List<String> differences = new ArrayList<>();
    BitSet missing = (BitSet) acknowledged.clone();
    BitSet seen = new BitSet();
    for (long row : rows) {
      if (row < 0 || row > Integer.MAX_VALUE) {
        differences.add("event %d was never sent".formatted(row));
        continue;
      }
      int number = (int) row;
      if (seen.get(number) && !sent.repeated().get(number)) {
        differences.add("event %d is doubled".formatted(number));
      } else if (!acknowledged.get(number) && !sent.unanswered().get(number)) {
        differences.add("event %d was not acknowledged as such".formatted(number));
      }
      seen.set(number);
      missing.clear(number);
    }
    missing.stream().forEach(number -> differences.add("event %d is lost".formatted(number)));
    return new Check(sent.project().id(), what, acknowledged.cardinality(), differences);
  }

  /** Compares numbers by name; a name that one side lacks is a difference. */
  static <K extends Comparable<K>> Check equal(
      Sent sent, String what, Map<K, Long> inLake, Map<K, Long> live) {
    Set<K> names = new TreeSet<>(inLake.keySet());
    names.addAll(live.keySet());
    List<String> differences = new ArrayList<>();
    for (K name : names) {
      if (!inLake.getOrDefault(name, 0L).equals(live.getOrDefault(name, 0L))) {
        differences.add(
            "%s: %d in the lake, %d live"
                .formatted(name, inLake.getOrDefault(name, 0L), live.getOrDefault(name, 0L)));
      }
    }
    return new Check(sent.project().id(), what, names.size(), differences);
  }
}
