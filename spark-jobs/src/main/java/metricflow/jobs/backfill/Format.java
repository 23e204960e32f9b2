package metricflow.jobs.backfill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import metricflow.jobs.UsageException;

/** What {@code --format} may be. */
enum Format {
  /** Each file's name and first record tell. */
  AUTO,
  NDJSON,
  CSV,
  PARQUET,
  /** Mixpanel's raw export, also in columns. */
  MIXPANEL,
  /** PostHog's exports of events, as lines or in columns. */
  POSTHOG;

  static Format of(String text) {
    return Arrays.stream(values())
        .filter(format -> format.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "'--format' is '%s'; the formats are %s.",
                text,
                Arrays.stream(values())
                    .map(format -> format.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))));
  }

  /** The format of a file with these columns or, in lines, these members of its first record. */
  static Format told(List<String> names, List<String> properties) {
    if (properties.containsAll(List.of("time", "distinct_id")) && !names.contains("distinct_id")) {
      return MIXPANEL;
    }
    boolean propertiesAtAll = names.stream().anyMatch(name -> name.startsWith("properties"));
    return names.containsAll(List.of("uuid", "event", "distinct_id", "timestamp"))
            && propertiesAtAll
        ? POSTHOG
        : NDJSON;
  }
}
