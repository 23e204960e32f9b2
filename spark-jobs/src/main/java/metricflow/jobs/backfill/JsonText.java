package metricflow.jobs.backfill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.List;
import metricflow.event.EventFields;
import metricflow.problem.ProblemType;

/** Checks and writes pieces of JSON. */
final class JsonText {
  private static final int MAX_DEPTH = 64;

  /** Bounds as those of the collector, on what a record may make the parser do. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(400)
                  .maxNameLength(2_000)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonText() {}

  /** Sets an object of an event from the text of a cell. */
  static void object(String field, String text, EventFields event) {
    if (text.startsWith("{") && isValid(text)) {
      event.text(field, text.equals("{}") ? null : text);
    } else {
      event.reject(ProblemType.FIELD_TYPE_INVALID, "'" + field + "' is not a JSON object.");
    }
  }

  /** Whether the text is one JSON value. */
  static boolean isValid(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() == null) {
        return false;
      }
      json.skipChildren();
      // A scalar is read to its end only when something asks for what comes after.
      return json.currentToken() != JsonToken.NOT_AVAILABLE && json.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }

  /** Whether the text is a number as JSON writes them: no leading zeros, plus signs or spaces. */
  static boolean isNumber(String text) {
    int length = text.length();
    int i = text.charAt(0) == '-' ? 1 : 0;
    int digits = digits(text, i);
    if (digits == 0 || (digits > 1 && text.charAt(i) == '0') || length > 40) {
      return false;
    }
    i += digits;
    if (i < length && text.charAt(i) == '.') {
      int fraction = digits(text, i + 1);
      if (fraction == 0) {
        return false;
      }
      i += 1 + fraction;
    }
    if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      i += i < length && (text.charAt(i) == '-' || text.charAt(i) == '+') ? 1 : 0;
      int exponent = digits(text, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == length;
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }

  /** Appends a text with its quotes. */
  static void quote(String text, StringBuilder to) {
    to.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, to);
    to.append('"');
  }

  /** The cells of a record as a JSON object of texts. */
  static String ofCells(List<String> names, String[] cells) {
    StringBuilder object = new StringBuilder("{");
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        object.append(object.length() > 1 ? "," : "");
        quote(names.get(i), object);
        quote(cells[i], object.append(':'));
      }
    }
    return object.append('}').toString();
  }
}
