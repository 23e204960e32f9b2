package metricflow.api.collect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import metricflow.api.openapi.ApiDocument;
import metricflow.problem.ProblemType;

/** {@link CollectRoutes} for machines. */
final class CollectDescription {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of(
          "event_id",
          "anonymous_id",
          "session_id",
          "host",
          "page",
          "referrer",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "country",
          "device",
          "browser",
          "os",
          "plan",
          "sdk");

  private CollectDescription() {}

  static void addTo(ApiDocument document, String path) {
    document
        .operation("POST", path, "send_events", "Takes a batch of events; a verdict for each.")
        .writes()
        .query(
            "write_key",
            JSON.objectNode().put("type", "string"),
            "The key, where no header can be.")
        .body(
            batch(document),
            Map.of(
                "a_page_view",
                """
                {"batch":[{"event":"page_view","distinct_id":"visitor-1","page":"/pricing",
                           "event_time":"2026-11-24T03:00:00.100Z","properties":{"tab":"yearly"}}]}\
                """))
        .json(200, "At least one event was accepted, or there was none.", receipt())
        .problems(
            ProblemType.MALFORMED_JSON,
            ProblemType.WRITE_KEY_MISSING,
            ProblemType.WRITE_KEY_UNKNOWN,
            ProblemType.BODY_INCOMPLETE,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.BATCH_TOO_LARGE,
            ProblemType.ENCODING_UNSUPPORTED,
            ProblemType.BATCH_MISSING,
            ProblemType.NO_EVENT_ACCEPTED,
            ProblemType.RATE_EXCEEDED,
            ProblemType.BUS_UNAVAILABLE,
            ProblemType.METADATA_UNAVAILABLE);
    document
        .operation("OPTIONS", path, "may_send_events", "Lets pages of any origin send events.")
        .nothing(204, "They may.");
  }

  private static ObjectNode batch(ApiDocument document) {
    ObjectNode event = document.schemas().putObject("Event").put("type", "object");
    event.putArray("required").add("event").add("distinct_id");
    ObjectNode members = event.putObject("properties");
    members.putObject("event").put("type", "string").put("minLength", 1);
    members.putObject("distinct_id").put("type", "string").put("minLength", 1);
    ObjectNode time = members.putObject("event_time");
    time.putArray("type").add("string").add("integer");
    time.put("description", "ISO 8601 with a zone, or epoch milliseconds.");
    members.putObject("sequence").put("type", "integer");
    TEXTS.forEach(name -> members.putObject(name).put("type", "string"));
    members.putObject("properties").put("type", "object");
    members.putObject("user_properties").put("type", "object");
    ObjectNode schema = JSON.objectNode().put("type", "object");
    schema.putArray("required").add("batch");
    ObjectNode batch = schema.putObject("properties");
    batch.putObject("write_key").put("type", "string");
    batch.putObject("sent_at").put("type", "string").put("format", "date-time");
    batch.putObject("batch").put("type", "array").set("items", ApiDocument.reference("Event"));
    return schema;
  }

  private static ObjectNode receipt() {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode members = schema.putObject("properties");
    members.putObject("received_at").put("type", "string").put("format", "date-time");
    members.putObject("accepted").put("type", "integer");
    members.putObject("rejected").put("type", "integer");
    ObjectNode results = members.putObject("results").put("type", "array");
    ObjectNode verdict = results.putObject("items").put("type", "object");
    verdict
        .putObject("properties")
        .putObject("status")
        .putArray("enum")
        .add("accepted")
        .add("rejected");
    members.fieldNames().forEachRemaining(schema.withArray("required")::add);
    return schema;
  }
}
