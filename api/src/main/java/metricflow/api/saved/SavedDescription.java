package metricflow.api.saved;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import metricflow.api.export.ExportDescription;
import metricflow.api.metadata.ItemKind;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiOperation;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/** The routes of this package for machines. */
final class SavedDescription {
  private static final String SAVED =
      """
      "version":{"type":"integer"},"created_at":{"type":"string"},"created_by":{"type":"string"},
      "updated_at":{"type":"string"},"updated_by":{"type":"string"}\
      """;
  private static final String NAMED =
      """
      "name":{"type":"string","minLength":1,"maxLength":200},
      "description":{"type":"string","minLength":1,"maxLength":2000}\
      """;

  private static final String OTHER_DAYS = "The same for other days.";

  private SavedDescription() {}

  static void items(ApiDocument document, SavedRoutes routes, ItemKind kind) {
    String name = kind.text();
    String schema = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    document.schemas().set("New" + schema, wanted(kind));
    document.schemas().set(schema, shown(kind));
    if (kind != ItemKind.REPORT) {
      document
          .operation("GET", routes.path(), name + "s", "All %ss.".formatted(name))
          .scope(Scope.QUERY_READ)
          .json(200, "Oldest first", listOf(name + "s", schema));
      document
          .operation("GET", routes.itemPath(), "show_" + name, "One %s.".formatted(name))
          .scope(Scope.QUERY_READ)
          .json(200, "With its ETag", ApiDocument.reference(schema))
          .problems(ProblemType.NOT_FOUND);
    }
    saves(
            document.operation(
                "POST", routes.path(), "create_" + name, "Saves a new %s.".formatted(name)))
        .body(ApiDocument.reference("New" + schema), examples(kind))
        .json(201, "As saved", ApiDocument.reference(schema))
        .problems(ProblemType.LIMIT_REACHED);
    saves(
            document.operation(
                "PUT", routes.itemPath(), "put_" + name, "Changes the %s.".formatted(name)))
        .header("If-Match", "The ETag of the version that is changed.")
        .body(ApiDocument.reference("New" + schema), Map.of())
        .json(200, "As saved", ApiDocument.reference(schema))
        .problems(
            ProblemType.NOT_FOUND, ProblemType.EDIT_CONFLICT, ProblemType.PRECONDITION_MISSING);
    document
        .operation("DELETE", routes.itemPath(), "delete_" + name, "Deletes the %s.".formatted(name))
        .scope(Scope.PROJECT_WRITE)
        .header("If-Match", "The ETag of the version that is deleted.")
        .nothing(204, "It is gone.")
        .problems(
            ProblemType.NOT_FOUND,
            ProblemType.IN_USE,
            ProblemType.EDIT_CONFLICT,
            ProblemType.PRECONDITION_MISSING);
  }

  static void answers(ApiDocument document, SavedRoutes insights) {
    ObjectNode days =
        schema(
            """
            {"type":"object","additionalProperties":false,"properties":{
             "from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"}}}\
            """);
    String answer = insights.itemPath() + "/answer";
    answered(document.operation("GET", answer, "ask_insight", "Answers the insight's question."));
    answered(
        document
            .operation("POST", answer, "ask_insight_of_days", OTHER_DAYS)
            .body(days, Map.of())
            .problems(ProblemType.BODY_TOO_LARGE));
    String export = insights.itemPath() + "/export";
    exported(
        document.operation(
            "GET", export, "export_insight", "Streams the answer to the insight's question."));
    exported(
        document
            .operation("POST", export, "export_insight_of_days", OTHER_DAYS)
            .body(days, Map.of())
            .problems(ProblemType.BODY_TOO_LARGE));
  }

  private static void exported(ApiOperation operation) {
    ExportDescription.rows(operation).problems(ProblemType.NOT_FOUND);
  }

  private static void answered(ApiOperation operation) {
    operation
        .scope(Scope.QUERY_READ)
        .json(200, "As POST /v1/query answers", schema("{\"type\":\"object\"}"))
        .nothing(304, "The client has it already.")
        .problems(
            ProblemType.MALFORMED_JSON,
            ProblemType.QUERY_INVALID,
            ProblemType.NOT_FOUND,
            ProblemType.VERSION_GONE,
            ProblemType.QUERY_TOO_LARGE,
            ProblemType.RATE_EXCEEDED,
            ProblemType.LAKE_UNAVAILABLE,
            ProblemType.QUERY_TIMEOUT);
  }

  static void runs(ApiDocument document, SavedRoutes reports) {
    document
        .operation("GET", reports.path(), "reports", "All reports, or those to be made now.")
        .scope(Scope.QUERY_READ)
        .query("due", schema("{\"type\":\"boolean\"}"), "Whether only those to be made now.")
        .json(200, "Oldest first", listOf("reports", "Report"))
        .problems(ProblemType.QUERY_INVALID);
    document
        .operation("GET", reports.itemPath(), "show_report", "One report.")
        .scope(Scope.QUERY_READ)
        .json(200, "With its ETag", ApiDocument.reference("Report"))
        .problems(ProblemType.NOT_FOUND);
    saves(
            document.operation(
                "POST",
                reports.itemPath() + "/runs",
                "finish_report",
                "Says what became of a report that was due."))
        .body(
            schema(
                """
                {"type":"object","required":["status"],
                 "properties":{"status":{"enum":["delivered","failed"]}}}\
                """),
            Map.of())
        .json(200, "The report, due again later", ApiDocument.reference("Report"))
        .problems(ProblemType.NOT_FOUND);
  }

  private static ApiOperation saves(ApiOperation operation) {
    return operation
        .scope(Scope.PROJECT_WRITE)
        .problems(
            ProblemType.MALFORMED_JSON, ProblemType.QUERY_INVALID, ProblemType.BODY_TOO_LARGE);
  }

  private static ObjectNode listOf(String member, String schema) {
    return schema(
        """
        {"type":"object","required":["%s"],"properties":{"%s":{"type":"array",
         "items":{"$ref":"#/components/schemas/%s"}}}}\
        """
            .formatted(member, member, schema));
  }

  private static ObjectNode wanted(ItemKind kind) {
    return schema(
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":%s,\"properties\":{%s,%s}}"
            .formatted(required(kind), NAMED, members(kind)));
  }

  private static ObjectNode shown(ItemKind kind) {
    return schema(
        "{\"type\":\"object\",\"properties\":{\"%s_id\":{\"type\":\"string\"},%s,%s,%s%s}}"
            .formatted(
                kind.text(),
                NAMED,
                members(kind),
                SAVED,
                kind == ItemKind.REPORT
                    ? """
                    ,"next_run_at":{"type":["string","null"]},
                    "last_run_at":{"type":["string","null"]},
                    "last_status":{"enum":["delivered","failed",null]}\
                    """
                    : ""));
  }

  private static String required(ItemKind kind) {
    return switch (kind) {
      case INSIGHT -> "[\"name\",\"query\"]";
      case DASHBOARD -> "[\"name\",\"tiles\"]";
      case REPORT -> "[\"name\",\"schedule\",\"format\"]";
    };
  }

  private static String members(ItemKind kind) {
    return switch (kind) {
      case INSIGHT ->
          """
          "query":{"type":"object"},"last_days":{"type":"integer","minimum":1,"maximum":366}\
          """;
      case DASHBOARD ->
          """
          "tiles":{"type":"array","maxItems":50,"items":{"type":"object",
           "additionalProperties":false,"properties":{"insight_id":{"type":"string"},
           "title":{"type":"string"},"text":{"type":"string","maxLength":2000}}}}\
          """;
      case REPORT ->
          """
          "insight_id":{"type":"string"},"dashboard_id":{"type":"string"},
          "format":{"enum":["csv","json"]},"enabled":{"type":"boolean"},
          "recipients":{"type":"array","minItems":1,"maxItems":50,"items":{"type":"string"}},
          "destination":{"type":"string","maxLength":200},
          "schedule":{"type":"object","required":["cron"],"additionalProperties":false,
           "properties":{"cron":{"type":"string"},"time_zone":{"type":"string"}}}\
          """;
    };
  }

  private static Map<String, String> examples(ItemKind kind) {
    return switch (kind) {
      case INSIGHT ->
          Map.of(
              "sales_of_the_last_30_days",
              """
              {"name":"Sales","last_days":30,
               "query":{"kind":"trends","series":[{"event":"purchase"}]}}\
              """);
      case DASHBOARD ->
          Map.of("a_note", "{\"name\":\"Shop\",\"tiles\":[{\"text\":\"What we sell\"}]}");
      // A report shows an insight or a dashboard, whose id no example can know.
      case REPORT -> Map.of();
    };
  }

  private static ObjectNode schema(String json) {
    return (ObjectNode) Json.tree(json);
  }
}
