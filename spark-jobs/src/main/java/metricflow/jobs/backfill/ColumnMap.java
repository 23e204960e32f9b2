package metricflow.jobs.backfill;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import metricflow.event.Dimension;
import metricflow.event.EventFields;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.UsageException;

/**
 * What the columns of a file are. A column named like a field is that field; one that {@code --map}
 * names is what it says; all others are properties under their own names.
 *
 * @param targets by column
 * @param zone of times that name none
 */
record ColumnMap(List<Target> targets, ZoneId zone) implements Serializable {
  private static final String PROPERTIES = "properties.";
  private static final String USER_PROPERTIES = "user_properties.";
  private static final String IGNORE = "-";

  /** Fields besides the dimensions that a column may be. */
  private static final Set<String> OTHER_FIELDS =
      Set.of(
          "event_id",
          "distinct_id",
          "anonymous_id",
          "session_id",
          "sequence",
          "event_time",
          "sdk",
          "properties",
          "user_properties");

  /** How a property's text becomes JSON. */
  enum Type {
    /** A number or true and false when it looks like one, else text. */
    AUTO,
    TEXT,
    NUMBER,
    BOOLEAN,
    JSON
  }

  /**
   * What a column is.
   *
   * @param name field or property, or empty for a column to pass over
   * @param place the object a property belongs to, or empty for a field
   * @param type of a property
   */
  record Target(String name, String place, Type type) implements Serializable {}

  /**
   * The map of a file.
   *
   * @param header names of its columns
   * @param given by column, what {@code --map} says: {@code field}, {@code properties.name:type},
   *     {@code user_properties.name} or {@code -}
   */
  static ColumnMap of(List<String> header, Map<String, String> given, ZoneId zone) {
    for (String column : given.keySet()) {
      if (!header.contains(column)) {
        throw new JobFailedException(
            "'--map' names the column '%s'; the file has %s.".formatted(column, header));
      }
    }
    List<Target> targets = new ArrayList<>();
    for (String column : header) {
      String what = given.get(column);
      targets.add(what == null ? byName(column) : target(column, what));
    }
    for (String needed : List.of("event", "distinct_id")) {
      if (targets.stream().noneMatch(target -> isField(target, needed))) {
        throw new JobFailedException(
            "No column is '%s'. The file has %s; say which it is with '--map COLUMN=%s'."
                .formatted(needed, header, needed));
      }
    }
    return new ColumnMap(List.copyOf(targets), zone);
  }

  private static boolean isField(Target target, String name) {
    return target.place().isEmpty() && target.name().equals(name);
  }

  /** Reads {@code --map}. */
  static Map<String, String> given(List<String> words) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String word : words) {
      int sign = word.lastIndexOf('=');
      if (sign < 1 || sign == word.length() - 1) {
        throw new UsageException("'--map' is '%s'; it must be COLUMN=FIELD.", word);
      }
      String column = word.substring(0, sign);
      map.put(column, word.substring(sign + 1));
      target(column, map.get(column));
    }
    return map;
  }

  private static Target target(String column, String what) {
    if (what.equals(IGNORE)) {
      return new Target("", "", Type.AUTO);
    }
    int colon = what.lastIndexOf(':');
    Type type = Type.AUTO;
    String name = what;
    if (colon > 0) {
      try {
        type = Type.valueOf(what.substring(colon + 1).toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException unknown) {
        throw new UsageException(
            "'--map %s=%s' names a type; the types are text, number, boolean and json.",
            column, what);
      }
      name = what.substring(0, colon);
    }
    Target byName = byName(name);
    if (byName.place().equals(PROPERTIES) && !name.startsWith(PROPERTIES)) {
      throw new UsageException(
          "'--map %s=%s' names no field of an event. For a property write 'properties.%s'.",
          column, what, name);
    }
    return new Target(byName.name(), byName.place(), type);
  }

  private static Target byName(String name) {
    for (String place : List.of(PROPERTIES, USER_PROPERTIES)) {
      if (name.startsWith(place)) {
        return new Target(name.substring(place.length()), place, Type.AUTO);
      }
    }
    boolean field = OTHER_FIELDS.contains(name) || Dimension.of(name).isPresent();
    return new Target(name, field ? "" : PROPERTIES, Type.AUTO);
  }

  /** Fills an event. */
  void fill(EventFields event, String[] cells) {
    StringBuilder properties = new StringBuilder();
    StringBuilder userProperties = new StringBuilder();
    for (int i = 0; i < targets.size(); i++) {
      String text = i < cells.length ? cells[i] : null;
      Target target = targets.get(i);
      if (text == null || text.isEmpty() || target.name().isEmpty()) {
        continue;
      }
      switch (target.place()) {
        case "" -> field(event, target.name(), text);
        case PROPERTIES -> add(properties, target, text);
        default -> add(userProperties, target, text);
      }
    }
    if (!properties.isEmpty()) {
      event.text("properties", properties.append('}').toString());
    }
    if (!userProperties.isEmpty()) {
      event.text("user_properties", userProperties.append('}').toString());
    }
  }

  private void field(EventFields event, String name, String text) {
    switch (name) {
      case "event_time" -> event.time(text, zone);
      case "sequence" -> event.sequence(text);
      case "properties", "user_properties" -> JsonText.object(name, text, event);
      default -> event.text(name, text);
    }
  }

  private static void add(StringBuilder object, Target target, String text) {
    object.append(object.isEmpty() ? "{\"" : ",\"");
    JsonStringEncoder.getInstance().quoteAsString(target.name(), object);
    object.append("\":");
    boolean bare =
        switch (target.type()) {
          case AUTO -> JsonText.isNumber(text) || text.equals("true") || text.equals("false");
          case NUMBER -> JsonText.isNumber(text);
          case BOOLEAN -> text.equals("true") || text.equals("false");
          case JSON -> JsonText.isValid(text);
          case TEXT -> false;
        };
    if (bare) {
      object.append(text);
    } else {
      JsonText.quote(text, object);
    }
  }
}
