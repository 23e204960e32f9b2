package metricflow.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** The bus record of a {@link RejectedEvent}: a JSON object. Unknown fields are passed over. */
public final class RejectedEventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RejectedEventJson() {}

  /** The JSON text of {@code rejected}, UTF-8. */
  public static byte[] encode(RejectedEvent rejected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("reject_id", rejected.rejectId().toString());
      if (rejected.projectId() != null) {
        json.writeNumberField("project_id", rejected.projectId());
      }
      json.writeStringField("correlation_id", rejected.correlationId().toString());
      json.writeNumberField("received_at", rejected.receivedAt());
      json.writeStringField("reason", rejected.reason());
      json.writeStringField("detail", rejected.detail());
      json.writeStringField("event_id", rejected.eventId());
      json.writeStringField("key_prefix", rejected.keyPrefix());
      json.writeStringField("payload", rejected.payload());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the bytes are no such object
   */
  public static RejectedEvent decode(byte[] bytes) {
    UUID rejectId = null;
    Integer projectId = null;
    UUID correlationId = null;
    long receivedAt = 0;
    String reason = null;
    String detail = null;
    String eventId = null;
    String keyPrefix = null;
    String payload = null;
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a rejected event: no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          json.skipChildren();
          continue;
        }
        switch (field) {
          case "reject_id" -> rejectId = UUID.fromString(json.getText());
          case "project_id" -> projectId = json.getIntValue();
          case "correlation_id" -> correlationId = UUID.fromString(json.getText());
          case "received_at" -> receivedAt = json.getLongValue();
          case "reason" -> reason = json.getValueAsString();
          case "detail" -> detail = json.getValueAsString();
          case "event_id" -> eventId = json.getValueAsString();
          case "key_prefix" -> keyPrefix = json.getValueAsString();
          case "payload" -> payload = json.getValueAsString();
          default -> {}
        }
      }
    } catch (IOException notJson) {
      throw new IllegalArgumentException("not a rejected event: " + notJson.getMessage(), notJson);
    }
    return new RejectedEvent(
        rejectId,
        projectId,
        correlationId,
        receivedAt,
        reason,
        detail,
        eventId,
        keyPrefix,
        payload);
  }
}
