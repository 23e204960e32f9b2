package metricflow.tests.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import metricflow.api.query.filter.Field;

/**
 * An event of a {@link World}.
 *
 * @param columns values of the text columns
 * @param properties JSON text of the column {@code properties}, or null
 * @param userProperties JSON text of the column {@code user_properties}, or null
 */
record WorldEvent(
    String id,
    Instant time,
    Integer sequence,
    Map<String, String> columns,
    String properties,
    String userProperties) {
  private static final JsonFactory JSON = new JsonFactory();

  String name() {
    return columns.get("event");
  }

  String distinctId() {
    return columns.get("distinct_id");
  }

  /** The value of {@code field}, or null. */
  String value(Field field) {
    return switch (field) {
      case Field.Of column -> columns.get(column.name());
      case Field.Property property ->
          member(
              property.object().equals("properties") ? properties : userProperties,
              property.name());
    };
  }

  private static String member(String json, String name) {
    if (json == null) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        JsonToken value = parser.nextToken();
        if (wanted) {
          return value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException invalid) {
      throw new UncheckedIOException(invalid);
    }
  }

  /** The finite number that Java reads from the value, or null. */
  Double number(Field field) {
    return number(value(field));
  }

  static Double number(String value) {
    try {
      double number = value == null ? Double.NaN : Double.parseDouble(value);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException none) {
      return null;
    }
  }
}
