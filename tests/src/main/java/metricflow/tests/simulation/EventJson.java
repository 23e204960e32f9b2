package metricflow.tests.simulation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Simulated events as the JSON of {@code POST /v1/batch} and of history files. */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SDK = "simulation/0.1.0";

  private EventJson() {}

  /** The body of a batch, UTF-8. */
  static byte[] batch(Instant sentAt, List<SimulatedEvent> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(events.size() * 512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("sent_at", sentAt.toString());
      json.writeArrayFieldStart("batch");
      for (SimulatedEvent event : events) {
        write(event, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** A generator that puts each event on a line of its own; closing it closes {@code out}. */
  static JsonGenerator lines(OutputStream out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out);
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
    return json;
  }

  static void write(SimulatedEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("event", event.event());
    json.writeStringField("event_id", event.eventId().toString());
    json.writeStringField("distinct_id", event.distinctId());
    json.writeStringField("anonymous_id", event.visitor().anonymousId());
    json.writeStringField("session_id", event.sessionId());
    json.writeNumberField("sequence", event.sequence());
    json.writeStringField("event_time", Instant.ofEpochMilli(event.time()).toString());
    json.writeStringField("host", World.HOST);
    json.writeStringField("page", event.page());
    text("referrer", event.source().referrer(), json);
    text("utm_source", event.source().campaignSource(), json);
    text("utm_medium", event.source().medium(), json);
    text("utm_campaign", event.source().campaign(), json);
    json.writeStringField("country", event.visitor().country().code());
    json.writeStringField("device", event.visitor().technology().device());
    json.writeStringField("browser", event.visitor().technology().browser());
    json.writeStringField("os", event.visitor().technology().os());
    text("plan", event.plan(), json);
    json.writeStringField("sdk", SDK);
    object("properties", event.properties(), json);
    object("user_properties", event.userProperties(), json);
    json.writeEndObject();
  }

  private static void text(String field, String value, JsonGenerator json) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void object(String field, SortedMap<String, Object> values, JsonGenerator json)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      json.writeFieldName(entry.getKey());
      json.writePOJO(entry.getValue());
    }
    json.writeEndObject();
  }
}
