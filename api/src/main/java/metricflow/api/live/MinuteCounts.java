package metricflow.api.live;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import metricflow.event.Dimension;
import metricflow.live.LiveKeys;

/** Adds up the hashes of several minutes. */
final class MinuteCounts {
  private static final int TOP = 10;

  private final Map<Dimension, Map<String, Long>> byValue = new EnumMap<>(Dimension.class);
  private long total;

  /** Adds a minute's hash and returns its number of events. */
  long add(Map<String, String> hash) {
    long events = 0;
    for (Map.Entry<String, String> entry : hash.entrySet()) {
      String field = entry.getKey();
      long count = Long.parseLong(entry.getValue());
      int separator = field.indexOf(LiveKeys.FIELD_SEPARATOR);
      if (separator >= 0) {
        String value = field.substring(separator + 1);
        Dimension.of(field.substring(0, separator))
            .ifPresent(dimension ->
                byValue
                    .computeIfAbsent(dimension, d -> new HashMap<>())
                    .merge(value, count, Long::sum));
      } else if (field.equals(LiveKeys.TOTAL_FIELD)) {
        events = count;
      }
    }
    total += events;
    return events;
  }

  long total() {
    return total;
  }

  /** The values with most events. Those counted together beyond the cap are no value. */
  <T> List<T> top(Dimension dimension, BiFunction<String, Long, T> entry) {
    return byValue.getOrDefault(dimension, Map.of()).entrySet().stream()
        .filter(value -> !value.getKey().equals(LiveKeys.OTHER))
        .sorted(
            comparing((Map.Entry<String, Long> value) -> value.getValue(), reverseOrder())
                .thenComparing(Map.Entry::getKey))
        .limit(TOP)
        .map(value -> entry.apply(value.getKey(), value.getValue()))
        .toList();
  }

  /** Events whose values are counted together, beyond the cap. */
  long other(Dimension dimension) {
    return byValue.getOrDefault(dimension, Map.of()).getOrDefault(LiveKeys.OTHER, 0L);
  }
}
