package metricflow.api.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiOperation;
import metricflow.problem.ProblemType;

/** {@link ExportRoutes} for machines. */
public final class ExportDescription {
  private ExportDescription() {}

  static void addTo(ApiDocument document) {
    rows(document.operation(
            "POST", "/v1/export", "export", "Streams the answer to a question as rows."))
        .body(
            ApiDocument.reference("Question"),
            Map.of(
                "events_of_a_day",
                """
                {"kind":"sql","sql":"SELECT * FROM events WHERE event_date = DATE '2026-03-25'"}\
                """))
        .problems(ProblemType.BODY_TOO_LARGE);
  }

  /** What is said about every operation that exports. */
  public static ApiOperation rows(ApiOperation operation) {
    ObjectNode formats = JsonNodeFactory.instance.objectNode().put("default", "csv");
    for (ExportFormat format : ExportFormat.values()) {
      formats.withArray("enum").add(format.text());
    }
    operation.scope(Scope.QUERY_READ).query("format", formats, "What the rows are written as.");
    for (ExportFormat format : ExportFormat.values()) {
      operation.text(200, "The rows; cut off if it cannot go on.", format.mediaType());
    }
    return operation.problems(
        ProblemType.MALFORMED_JSON,
        ProblemType.QUERY_INVALID,
        ProblemType.VERSION_GONE,
        ProblemType.QUERY_TOO_LARGE,
        ProblemType.RATE_EXCEEDED,
        ProblemType.LAKE_UNAVAILABLE,
        ProblemType.QUERY_TIMEOUT);
  }
}
