package metricflow.api.query.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.RecordSchema;
import metricflow.api.query.Answer;
import metricflow.api.query.QueryExamples;
import metricflow.api.query.QuestionSchema;
import metricflow.api.query.Served;
import metricflow.problem.ProblemType;

/** {@code POST /v1/query} for machines. */
public final class QueryDescription {
  private QueryDescription() {}

  /** Adds it to {@code document}. */
  public static void addTo(ApiDocument document) {
    ObjectNode schemas = document.schemas();
    schemas.putObject("Question").set("oneOf", QuestionSchema.define(schemas));
    schemas.putObject("Answer").set("anyOf", answers(schemas));
    document
        .operation("POST", "/v1/query", "query", "Answers a question about a project.")
        .scope(Scope.QUERY_READ)
        .query(
            "explain",
            JsonNodeFactory.instance.objectNode().put("type", "boolean"),
            "Whether the answer says why its source was chosen.")
        .header(
            "Cache-Control",
            "max-age=N: an answer up to N seconds old will do; no-cache: none that was kept.")
        .header("If-None-Match", "The ETag of the answer the client has.")
        .body(ApiDocument.reference("Question"), QueryExamples.all())
        .json(
            200,
            "The answer; Age and X-Answer say how it was served.",
            ApiDocument.reference("Answer"))
        .nothing(304, "The client has this answer.")
        .problems(
            ProblemType.MALFORMED_JSON,
            ProblemType.QUERY_INVALID,
            ProblemType.VERSION_GONE,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.QUERY_TOO_LARGE,
            ProblemType.RATE_EXCEEDED,
            ProblemType.LAKE_UNAVAILABLE,
            ProblemType.QUERY_TIMEOUT);
  }

  private static ArrayNode answers(ObjectNode schemas) {
    ArrayNode any = JsonNodeFactory.instance.arrayNode();
    for (Class<?> answer : Answer.class.getPermittedSubclasses()) {
      schemas.set(answer.getSimpleName(), RecordSchema.of(Served.Members.class, answer));
      any.add(ApiDocument.reference(answer.getSimpleName()));
    }
    return any;
  }
}
