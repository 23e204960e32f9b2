package metricflow.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import metricflow.event.Event;

/** One line of the live feed. */
public final class FeedEntry {
  private static final JsonFactory JSON = new JsonFactory();

  private FeedEntry() {}

  /** The event as the JSON object the API hands out. */
  public static String toJson(Event event) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("event_time", Instant.ofEpochMilli(event.eventTime()).toString());
      json.writeStringField("event_id", event.eventId().toString());
      json.writeStringField("event", event.event());
      json.writeStringField("page", event.page());
      json.writeStringField("country", event.country());
      json.writeStringField("device", event.device());
      json.writeStringField("distinct_id", event.distinctId());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }
}
