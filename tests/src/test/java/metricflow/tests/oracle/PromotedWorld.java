package metricflow.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.promotion.PropertyValues;

/**
 * What has been promoted in a world over time, and which rows were filled by which promotion: in
 * two worlds of three any row by any of them or by none. The oracle knows nothing of it.
 */
final class PromotedWorld {
  private static final List<Property> PROPERTIES =
      List.of(
          new Property("properties", "amount"),
          new Property("properties", "plan"),
          new Property("properties", "day"),
          new Property("properties", Worlds.ODD_NAME),
          new Property("properties", "none"),
          new Property("user_properties", "plan"));
  private static final int MOST_PROMOTIONS = 5;

  private final List<Promotion> promotions = new ArrayList<>();
  private final Random random;

  PromotedWorld(World world) {
    random = Seeds.random(world.projectId());
    int count = world.projectId() % 3 == 0 ? 0 : 1 + random.nextInt(MOST_PROMOTIONS);
    for (int i = 1; i <= count; i++) {
      promotions.add(promotion(world.projectId() * MOST_PROMOTIONS + i));
    }
  }

  private Promotion promotion(int number) {
    Map<PropertyKind, Map<Integer, Property>> slots = new HashMap<>();
    for (PropertyKind kind : PropertyKind.values()) {
      Map<Integer, Property> ofKind = new HashMap<>();
      for (Property property : PROPERTIES) {
        if (random.nextBoolean()) {
          ofKind.put(1 + random.nextInt(kind.slots()), property);
        }
      }
      slots.put(kind, ofKind);
    }
    return new Promotion(number, slots);
  }

  /** Rows of {@code promoted_properties}. */
  List<List<Object>> rows(int projectId) {
    List<List<Object>> rows = new ArrayList<>();
    for (Promotion promotion : promotions) {
      promotion
          .slots()
          .forEach((kind, slots) ->
              slots.forEach((slot, property) ->
                  rows.add(
                      List.of(
                          projectId,
                          promotion.number(),
                          property.object(),
                          property.name(),
                          kind.json(),
                          slot,
                          0L))));
    }
    return rows;
  }

  /** Values of the derived columns of a row, by name; none of a row that was not filled. */
  Map<String, Object> derived(WorldEvent event) {
    Map<String, Object> values = new HashMap<>();
    if (promotions.isEmpty() || random.nextInt(4) == 0) {
      return values;
    }
    Promotion promotion = promotions.get(random.nextInt(promotions.size()));
    values.put("promotion", promotion.number());
    promotion
        .slots()
        .forEach((kind, slots) ->
            slots.forEach(
                (slot, property) -> values.put(kind.column(slot), value(event, property, kind))));
    return values;
  }

  private static Object value(WorldEvent event, Property property, PropertyKind kind) {
    String[] text = new String[1];
    PropertyValues.read(
        property.object().equals("properties") ? event.properties() : event.userProperties(),
        Map.of(property.name(), 0),
        text);
    return kind == PropertyKind.TEXT ? text[0] : PropertyValues.number(text[0]);
  }
}
