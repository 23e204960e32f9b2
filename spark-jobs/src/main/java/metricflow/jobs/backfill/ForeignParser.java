package metricflow.jobs.backfill;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import metricflow.event.EventFields;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.problem.ProblemType;

/** Reads events of another tool, in JSON or in columns, in one pass and without a tree. */
final class ForeignParser implements RecordParser {
  private static final String PROPERTIES = "properties";

  private final EventLimits limits;
  private final Supplier<ForeignEvent> tool;

  ForeignParser(EventLimits limits, Supplier<ForeignEvent> tool) {
    this.limits = limits;
    this.tool = tool;
  }

  @Override
  public Verdict parse(byte[] record, long importedAt) {
    EventFields event = new EventFields(limits);
    ForeignEvent foreign = tool.get();
    try (JsonParser json = JsonText.FACTORY.createParser(record)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        readMembers(json, record, foreign, event);
      } else {
        event.reject(ProblemType.EVENT_NOT_AN_OBJECT, "The record is not a JSON object.");
      }
    } catch (IOException notJson) {
      event.reject(ProblemType.MALFORMED_JSON, "The text ends early or is not JSON.");
    }
    foreign.finish(event);
    return event.verdict(record, importedAt);
  }

  /** The same of columns: {@code properties} is one, or each property has its own. */
  CellsParser ofColumns(List<String> header) {
    return (cells, record, importedAt) -> {
      EventFields event = new EventFields(limits);
      ForeignEvent foreign = tool.get();
      StringBuilder rest = new StringBuilder();
      for (int i = 0; i < Math.min(header.size(), cells.length); i++) {
        if (cells[i] != null && !cells[i].isEmpty()) {
          column(header.get(i), cells[i], rest, foreign, event);
        }
      }
      finish(rest, foreign, event);
      return event.verdict(record.bytes(), record.mostBytes(), importedAt);
    };
  }

  private static void column(
      String name, String text, StringBuilder rest, ForeignEvent foreign, EventFields event) {
    if (name.equals(PROPERTIES)) {
      readText(text, rest, foreign, event);
    } else if (name.startsWith(PROPERTIES + ".")) {
      String property = name.substring(PROPERTIES.length() + 1);
      if (!foreign.property(property, text)) {
        begin(property, rest);
        if (JsonText.isNumber(text)) {
          rest.append(text);
        } else {
          JsonText.quote(text, rest);
        }
      }
    } else {
      foreign.member(name, text);
    }
  }

  private static void readMembers(
      JsonParser json, byte[] record, ForeignEvent foreign, EventFields event) throws IOException {
    StringBuilder rest = new StringBuilder();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(PROPERTIES) && value == JsonToken.START_OBJECT) {
        readProperties(json, record, rest, foreign, event);
      } else if (name.equals(PROPERTIES) && value == JsonToken.VALUE_STRING) {
        readText(json.getText(), rest, foreign, event);
      } else if (value.isScalarValue()) {
        foreign.member(name, value == JsonToken.VALUE_NULL ? null : json.getText());
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      event.reject(ProblemType.MALFORMED_JSON, "There is text after the event.");
    }
    finishProperties(rest, event);
  }

  private static void readText(
      String text, StringBuilder rest, ForeignEvent foreign, EventFields event) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonParser json = JsonText.FACTORY.createParser(bytes)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        readProperties(json, bytes, rest, foreign, event);
        return;
      }
    } catch (IOException notJson) {
      // The same answer as for any text that is no object.
    }
    event.reject(ProblemType.FIELD_TYPE_INVALID, "'properties' is not a JSON object.");
  }

  private static void readProperties(
      JsonParser json, byte[] source, StringBuilder rest, ForeignEvent foreign, EventFields event)
      throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isScalarValue()) {
        scalar(name, value, json, rest, foreign);
      } else {
        nested(name, value, json, source, rest, foreign, event);
      }
    }
  }

  private static void scalar(
      String name, JsonToken value, JsonParser json, StringBuilder rest, ForeignEvent foreign)
      throws IOException {
    String text = value == JsonToken.VALUE_NULL ? null : json.getText();
    if (!foreign.property(name, text) && text != null) {
      begin(name, rest);
      if (value == JsonToken.VALUE_STRING) {
        JsonText.quote(text, rest);
      } else {
        rest.append(text);
      }
    }
  }

  private static void nested(
      String name,
      JsonToken value,
      JsonParser json,
      byte[] source,
      StringBuilder rest,
      ForeignEvent foreign,
      EventFields event)
      throws IOException {
    int start = (int) json.currentTokenLocation().getByteOffset();
    if (value == JsonToken.START_ARRAY) {
      foreign.list(name, texts(json));
    } else {
      json.skipChildren();
    }
    int end = (int) json.currentLocation().getByteOffset();
    String text = new String(source, start, end - start, StandardCharsets.UTF_8);
    String field = foreign.object(name);
    if (field != null && value == JsonToken.START_OBJECT) {
      event.text(field, text.equals("{}") ? null : text);
    } else {
      begin(name, rest);
      rest.append(text);
    }
  }

  private static List<String> texts(JsonParser json) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
      if (item == JsonToken.VALUE_STRING) {
        texts.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return texts;
  }

  private static void begin(String name, StringBuilder rest) {
    rest.append(rest.isEmpty() ? '{' : ',');
    JsonText.quote(name, rest);
    rest.append(':');
  }

  private static void finish(StringBuilder rest, ForeignEvent foreign, EventFields event) {
    finishProperties(rest, event);
    foreign.finish(event);
  }

  private static void finishProperties(StringBuilder rest, EventFields event) {
    if (!rest.isEmpty()) {
      event.text(PROPERTIES, rest.append('}').toString());
    }
  }
}
