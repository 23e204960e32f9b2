package metricflow.api.schema;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * A property seen in a period.
 *
 * @param name as filters have it: {@code properties.amount}, {@code user_properties.plan}
 * @param types how many events had it as which type
 * @param lastSeen time of the last event that had it
 * @param examples a few frequent values, cut
 */
record SeenProperty(
    String name, SortedMap<String, Long> types, Instant lastSeen, List<String> examples) {
  private static final String MIXED = "mixed";

  /** The one type it always had, or that it had several. */
  String type() {
    return types.size() == 1 ? types.firstKey() : MIXED;
  }

  /** How many events had it. */
  long events() {
    return types.values().stream().mapToLong(Long::longValue).sum();
  }
}
