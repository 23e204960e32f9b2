package metricflow.promotion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * The values of properties, read from the JSON text of a row exactly as Trino's {@code
 * json_extract_scalar} does for a question: numbers and booleans as they are written, nothing for
 * null, lists, objects and missing members; of members with one name, the first.
 */
public final class PropertyValues {
  private static final JsonFactory JSON = new JsonFactory();

  private PropertyValues() {}

  /**
   * Puts the text of each wanted member in its place.
   *
   * @param json an object, or null
   * @param places index into {@code values} by name of the member
   * @param values null in those places before
   */
  public static void read(String json, Map<String, Integer> places, String[] values) {
    if (json == null || places.isEmpty()) {
      return;
    }
    boolean[] seen = new boolean[values.length];
    int missing = places.size();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (missing > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(parser.currentName());
        JsonToken value = parser.nextToken();
        if (place != null && !seen[place]) {
          seen[place] = true;
          missing--;
          values[place] = text(parser, value);
        }
        parser.skipChildren();
      }
    } catch (IOException invalid) {
      // What was read before the fault stands, as it does in Trino; the rest has no value.
    }
  }

  private static String text(JsonParser parser, JsonToken value) throws IOException {
    return value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL
        ? parser.getText()
        : null;
  }

  /** The number Trino's {@code try_cast(text AS double)} gives, or null. */
  public static Double number(String text) {
    if (text == null) {
      return null;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException none) {
      return null;
    }
  }
}
