package metricflow.funnel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import metricflow.event.Dimension;

/** Saved funnels as JSON, in the API's shape: how the API hands them to the streaming job. */
public final class FunnelDefinitionsJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FunnelDefinitionsJson() {}

  /** A JSON array of the definitions. */
  public static String encode(List<FunnelDefinition> funnels) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (FunnelDefinition funnel : funnels) {
        json.writeStartObject();
        json.writeStringField("funnel_id", funnel.funnelId());
        json.writeStringField("name", funnel.name());
        json.writeNumberField("conversion_window_seconds", funnel.conversionWindowSeconds());
        json.writeArrayFieldStart("steps");
        for (FunnelStep step : funnel.steps()) {
          writeStep(step, json);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  private static void writeStep(FunnelStep step, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("event", step.event());
    json.writeArrayFieldStart("filters");
    for (FunnelStep.Filter filter : step.filters()) {
      json.writeStartObject();
      json.writeStringField("property", filter.dimension().column());
      json.writeStringField("operator", "equals");
      json.writeStringField("value", filter.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the text is no such array
   */
  public static List<FunnelDefinition> decode(String text) {
    List<FunnelDefinition> funnels = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      expect(json.nextToken(), JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        funnels.add(readFunnel(json));
      }
    } catch (IOException notJson) {
      throw new IllegalArgumentException("not saved funnels: " + notJson.getMessage(), notJson);
    }
    return funnels;
  }

  private static FunnelDefinition readFunnel(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_OBJECT);
    String funnelId = null;
    String name = null;
    long window = 0;
    List<FunnelStep> steps = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "funnel_id" -> funnelId = json.getText();
        case "name" -> name = json.getText();
        case "conversion_window_seconds" -> window = json.getLongValue();
        case "steps" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            steps.add(readStep(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    return new FunnelDefinition(funnelId, name, window, steps);
  }

  private static FunnelStep readStep(JsonParser json) throws IOException {
    String event = null;
    List<FunnelStep.Filter> filters = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "event" -> event = json.getText();
        case "filters" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            filters.add(readFilter(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    return new FunnelStep(event, filters);
  }

  private static FunnelStep.Filter readFilter(JsonParser json) throws IOException {
    String property = null;
    String value = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "property" -> property = json.getText();
        case "value" -> value = json.getText();
        default -> json.skipChildren();
      }
    }
    String column = property;
    Dimension dimension =
        Dimension.of(column)
            .orElseThrow(() -> new IllegalArgumentException("unknown property " + column));
    return new FunnelStep.Filter(dimension, value);
  }

  private static void expect(JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw new IllegalArgumentException("expected %s, found %s".formatted(expected, actual));
    }
  }
}
