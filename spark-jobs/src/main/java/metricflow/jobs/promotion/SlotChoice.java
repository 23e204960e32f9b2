package metricflow.jobs.promotion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;

/**
 * Which properties of a project have columns. A property that has one keeps that column until
 * another, used more than {@link #HYSTERESIS} times as often, needs it: columns are filled days by
 * days, and a property that comes and goes would be in few of them.
 */
record SlotChoice(long fewestQuestions) {
  /** How much more a property must be used than the one whose column it takes. */
  static final long HYSTERESIS = 2;

  private record Rival(Property property, long weight, boolean held) {}

  /**
   * The properties by kind and column.
   *
   * @param current those that have columns now
   * @param uses of this project, of properties worth a column
   */
  Map<PropertyKind, Map<Integer, Property>> choose(
      Promotion current, Collection<PropertyUse> uses) {
    Map<PropertyKind, Map<Integer, Property>> chosen = new EnumMap<>(PropertyKind.class);
    for (PropertyKind kind : PropertyKind.values()) {
      List<PropertyUse> ofKind =
          uses.stream()
              .filter(use -> use.kind() == kind)
              .sorted(PropertyUse.HOTTEST_FIRST)
              .toList();
      Map<Integer, Property> slots = choose(kind, current.slots(kind), ofKind);
      if (!slots.isEmpty()) {
        chosen.put(kind, slots);
      }
    }
    return chosen;
  }

  private Map<Integer, Property> choose(
      PropertyKind kind, Map<Integer, Property> held, List<PropertyUse> uses) {
    List<Property> staying = winners(kind, held.values(), uses);
    Map<Integer, Property> slots = new TreeMap<>(held);
    slots.values().retainAll(staying);
    List<Property> coming = new ArrayList<>(staying);
    coming.removeAll(held.values());
    int slot = 1;
    for (Property property : coming) {
      while (slots.containsKey(slot)) {
        slot++;
      }
      slots.put(slot, property);
    }
    return slots;
  }

  private List<Property> winners(
      PropertyKind kind, Collection<Property> held, List<PropertyUse> uses) {
    Map<Property, Long> questions =
        uses.stream().collect(Collectors.toMap(PropertyUse::property, PropertyUse::questions));
    Map<Property, Rival> rivals = new HashMap<>();
    held.forEach(property ->
        rivals.put(
            property,
            new Rival(property, HYSTERESIS * questions.getOrDefault(property, 0L), true)));
    uses.stream()
        .filter(use -> use.questions() >= fewestQuestions)
        .forEach(use ->
            rivals.putIfAbsent(use.property(), new Rival(use.property(), use.questions(), false)));
    return rivals.values().stream()
        .sorted(
            Comparator.comparingLong(Rival::weight)
                .reversed()
                .thenComparing(rival -> !rival.held())
                .thenComparing(rival -> rival.property().qualified()))
        .limit(kind.slots())
        .map(Rival::property)
        .toList();
  }

  /** The properties by kind and column, with one more in the first free column of its kind. */
  static Map<PropertyKind, Map<Integer, Property>> with(
      Promotion current, Property property, PropertyKind kind) {
    Map<PropertyKind, Map<Integer, Property>> slots = new EnumMap<>(PropertyKind.class);
    current.slots().forEach((each, ofKind) -> slots.put(each, new TreeMap<>(ofKind)));
    Map<Integer, Property> ofKind = slots.computeIfAbsent(kind, each -> new TreeMap<>());
    if (!ofKind.containsValue(property)) {
      int free = 1;
      while (ofKind.containsKey(free)) {
        free++;
      }
      if (free > kind.slots()) {
        throw new IllegalStateException(
            "All %d %s columns are taken, by %s."
                .formatted(
                    kind.slots(),
                    kind.json(),
                    ofKind.values().stream()
                        .map(Property::qualified)
                        .collect(Collectors.joining(", "))));
      }
      ofKind.put(free, property);
    }
    return slots;
  }
}
