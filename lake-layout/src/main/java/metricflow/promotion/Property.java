package metricflow.promotion;

import java.io.Serializable;
import java.util.List;

/**
 * A member of one of the JSON columns of {@code events}.
 *
 * @param object one of {@link #OBJECTS}
 * @param name the member's name; it may hold dots, which mean nothing
 */
public record Property(String object, String name) implements Serializable {
  /** Columns that hold JSON objects. */
  public static final List<String> OBJECTS = List.of("properties", "user_properties");

  /** Refuses other columns. */
  public Property {
    if (!OBJECTS.contains(object)) {
      throw new IllegalArgumentException(
          "'%s' is none of %s".formatted(object, String.join(", ", OBJECTS)));
    }
  }

  /** The property named {@code properties.plan} or {@code user_properties.age}. */
  public static Property of(String qualified) {
    int dot = qualified.indexOf('.');
    if (dot < 0 || dot == qualified.length() - 1) {
      throw new IllegalArgumentException(
          "'%s' names no property; properties.plan does".formatted(qualified));
    }
    return new Property(qualified.substring(0, dot), qualified.substring(dot + 1));
  }

  /** Column and name, with a dot between. */
  public String qualified() {
    return object + "." + name;
  }
}
