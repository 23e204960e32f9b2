package metricflow.live;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.event.Dimension;

/**
 * What is counted per minute, besides the total.
 *
 * @param further dimensions beyond the {@link #STANDARD} ones, without repetition
 */
public record LiveDimensions(List<Dimension> further) implements Serializable {
  /** Counted always. */
  public static final List<Dimension> STANDARD =
      List.of(Dimension.EVENT, Dimension.PAGE, Dimension.COUNTRY, Dimension.DEVICE, Dimension.PLAN);

  /** Keeps its own copy. */
  public LiveDimensions {
    further = List.copyOf(further);
  }

  /**
   * The dimensions that {@link ConfigKey#METRICFLOW_LIVE_DIMENSIONS} names.
   *
   * @throws IllegalArgumentException naming what cannot be counted, and what can
   */
  public static LiveDimensions of(Config config) {
    List<Dimension> further = new ArrayList<>();
    for (String name : config.text(ConfigKey.METRICFLOW_LIVE_DIMENSIONS).split(",")) {
      if (!name.isBlank()) {
        Dimension dimension =
            Dimension.of(name.strip())
                .orElseThrow(() -> new IllegalArgumentException(refusal(name)));
        if (!STANDARD.contains(dimension) && !further.contains(dimension)) {
          further.add(dimension);
        }
      }
    }
    return new LiveDimensions(further);
  }

  private static String refusal(String name) {
    String known =
        Arrays.stream(Dimension.values())
            .filter(dimension -> !STANDARD.contains(dimension))
            .map(Dimension::column)
            .collect(Collectors.joining(", "));
    return "%s names '%s'; it may name %s, separated by commas"
        .formatted(ConfigKey.METRICFLOW_LIVE_DIMENSIONS, name.strip(), known);
  }

  /** All that is counted, the standard ones first. */
  public List<Dimension> all() {
    List<Dimension> all = new ArrayList<>(STANDARD);
    all.addAll(further);
    return all;
  }

  /** Field of a minute's hash. Long values count under their beginning. */
  public static String field(Dimension dimension, String value) {
    String counted =
        value.length() <= LiveKeys.MAX_VALUE_LENGTH
            ? value
            : value.substring(0, LiveKeys.MAX_VALUE_LENGTH - 1) + "\u2026";
    return dimension.column() + LiveKeys.FIELD_SEPARATOR + counted;
  }
}
