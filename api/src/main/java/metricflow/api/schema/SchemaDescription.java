package metricflow.api.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiOperation;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/** {@link SchemaRoutes} for machines. */
final class SchemaDescription {
  private SchemaDescription() {}

  static void addTo(ApiDocument document, int maxDays) {
    shown(
            document.operation(
                "GET", SchemaRoutes.EVENTS, "seen_events", "Which events the project sends."),
            maxDays)
        .json(200, "Most frequent first", SchemaJson.Events.class);
    shown(
            document
                .operation(
                    "GET",
                    SchemaRoutes.PROPERTIES,
                    "seen_properties",
                    "Which properties the project's events have.")
                .query("event", schema("{\"type\":\"string\"}"), "Only those of this event."),
            maxDays)
        .json(200, "Most frequent first", SchemaJson.Properties.class);
    said(
        document.operation(
            "PUT", SchemaRoutes.EVENTS, "describe_event", "Says what an event means."),
        "purchase");
    said(
        document.operation(
            "PUT", SchemaRoutes.PROPERTIES, "describe_property", "Says what a property means."),
        "properties.amount");
  }

  private static ApiOperation shown(ApiOperation operation, int maxDays) {
    return operation
        .scope(Scope.QUERY_READ)
        .query(
            "days",
            schema("{\"type\":\"integer\",\"minimum\":1,\"maximum\":%d}".formatted(maxDays)),
            "How many days up to today; 7 unless named.")
        .query("include_hidden", schema("{\"type\":\"boolean\"}"), "Whether hidden ones are shown.")
        .problems(
            ProblemType.QUERY_INVALID,
            ProblemType.QUERY_TOO_LARGE,
            ProblemType.RATE_EXCEEDED,
            ProblemType.LAKE_UNAVAILABLE,
            ProblemType.QUERY_TIMEOUT);
  }

  private static void said(ApiOperation operation, String example) {
    operation
        .scope(Scope.PROJECT_WRITE)
        .body(
            schema(
                """
                {"type":"object","required":["name"],"additionalProperties":false,"properties":{
                 "name":{"type":"string","minLength":1,"maxLength":300},
                 "description":{"type":"string","minLength":1,"maxLength":2000},
                 "owner":{"type":"string","minLength":1,"maxLength":254},
                 "hidden":{"type":"boolean"}}}\
                """),
            Map.of(
                "described",
                "{\"name\":\"%s\",\"description\":\"Paid\",\"owner\":\"Ada\"}".formatted(example)))
        .json(200, "What is noted", SchemaJson.NoteJson.class)
        .problems(
            ProblemType.MALFORMED_JSON,
            ProblemType.QUERY_INVALID,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.LIMIT_REACHED);
  }

  private static ObjectNode schema(String json) {
    return (ObjectNode) Json.tree(json);
  }
}
