package metricflow.promotion;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the promoted columns of a project's events hold. A row says in its column {@code promotion}
 * by which one it was filled, and what a number stands for never changes: a row is read rightly
 * whenever it was written and whatever has been promoted since.
 *
 * @param number rises over all projects; 0: nothing is promoted
 * @param slots the property in each column, by number of the column, for each kind
 */
public record Promotion(int number, Map<PropertyKind, Map<Integer, Property>> slots)
    implements Serializable {
  /** Of a project that has none. */
  public static final Promotion NONE = new Promotion(0, Map.of());

  /** Keeps its own copies. */
  public Promotion {
    Map<PropertyKind, Map<Integer, Property>> copy = new TreeMap<>();
    slots.forEach((kind, ofKind) -> {
      ofKind.keySet().forEach(kind::column);
      copy.put(kind, Collections.unmodifiableMap(new TreeMap<>(ofKind)));
    });
    slots = Collections.unmodifiableMap(copy);
  }

  /** The properties of this kind by number of their column. */
  public Map<Integer, Property> slots(PropertyKind kind) {
    return slots.getOrDefault(kind, Map.of());
  }

  /** The column that holds the property, if one does. */
  public Optional<String> column(Property property, PropertyKind kind) {
    return slots(kind).entrySet().stream()
        .filter(slot -> slot.getValue().equals(property))
        .map(slot -> kind.column(slot.getKey()))
        .findFirst();
  }
}
