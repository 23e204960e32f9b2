package metricflow.jobs;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.promotion.PropertyValues;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;

/** The derived columns of a row of events, from its project and its two JSON columns. */
final class PromotedValues implements UDF3<Integer, String, String, Row> {
  private static final long serialVersionUID = 1L;

  private final Map<Integer, Layout> byProject = new HashMap<>();

  /** For rows of the projects in {@code promotions} only. */
  PromotedValues(Map<Integer, Promotion> promotions) {
    promotions.forEach((project, promotion) -> byProject.put(project, new Layout(promotion)));
  }

  @Override
  public Row call(Integer projectId, String properties, String userProperties) {
    Layout layout = byProject.get(projectId);
    return layout == null ? null : layout.row(properties, userProperties);
  }

  /** Where a project's values go. */
  private static final class Layout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int promotion;
    private final HashMap<String, Integer> places = new HashMap<>();
    private final HashMap<String, Integer> userPlaces = new HashMap<>();

    /** For each promoted column the place of its value, -1 where there is none. */
    private final int[] texts = new int[PropertyKind.TEXT.slots()];

    private final int[] numbers = new int[PropertyKind.NUMBER.slots()];
    private int width;

    Layout(Promotion promotion) {
      this.promotion = promotion.number();
      fill(texts, promotion.slots(PropertyKind.TEXT));
      fill(numbers, promotion.slots(PropertyKind.NUMBER));
    }

    private void fill(int[] columns, Map<Integer, Property> slots) {
      for (int slot = 1; slot <= columns.length; slot++) {
        Property property = slots.get(slot);
        columns[slot - 1] = property == null ? -1 : place(property);
      }
    }

    private int place(Property property) {
      HashMap<String, Integer> names = isOfUser(property) ? userPlaces : places;
      return names.computeIfAbsent(property.name(), name -> width++);
    }

    private static boolean isOfUser(Property property) {
      return property.object().equals("user_properties");
    }

    Row row(String properties, String userProperties) {
      String[] values = new String[width];
      PropertyValues.read(properties, places, values);
      PropertyValues.read(userProperties, userPlaces, values);
      Object[] cells = new Object[1 + texts.length + numbers.length];
      int cell = 0;
      cells[cell++] = promotion;
      for (int place : texts) {
        cells[cell++] = place < 0 ? null : values[place];
      }
      for (int place : numbers) {
        cells[cell++] = place < 0 ? null : PropertyValues.number(values[place]);
      }
      return RowFactory.create(cells);
    }
  }
}
