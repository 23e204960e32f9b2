package metricflow.api.query.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import metricflow.api.query.QueryExamples;
import metricflow.api.query.QuestionSchema;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/** The OpenAPI 3.1 document of {@code POST /v1/query}. */
public final class OpenApi {
  private static final Set<ProblemType> PROBLEMS =
      EnumSet.of(
          ProblemType.MALFORMED_JSON,
          ProblemType.QUERY_INVALID,
          ProblemType.READ_KEY_MISSING,
          ProblemType.READ_KEY_UNKNOWN,
          ProblemType.VERSION_GONE,
          ProblemType.BODY_TOO_LARGE,
          ProblemType.QUERY_TOO_LARGE,
          ProblemType.RATE_EXCEEDED,
          ProblemType.INTERNAL,
          ProblemType.METADATA_UNAVAILABLE,
          ProblemType.LAKE_UNAVAILABLE,
          ProblemType.QUERY_TIMEOUT);

  private OpenApi() {}

  /** The document. */
  public static ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "MetricFlow query API")
        .put("version", "1")
        .put("description", "Ask anything about a project's events.");
    ObjectNode components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("read_key")
        .put("type", "http")
        .put("scheme", "bearer");
    ObjectNode schemas = components.putObject("schemas");
    ObjectNode question = schemas.putObject("Question");
    question.set("oneOf", QuestionSchema.define(schemas));
    schemas.putObject("Answer").set("anyOf", AnswerSchema.define(schemas));
    problem(schemas);
    query(document.putObject("paths").putObject("/v1/query").putObject("post"));
    return document;
  }

  private static void query(ObjectNode operation) {
    operation.put("operationId", "query").put("summary", "Answers a question about a project.");
    operation.putArray("security").addObject().putArray("read_key");
    ObjectNode explain = operation.putArray("parameters").addObject();
    explain.put("name", "explain").put("in", "query").put("required", false);
    explain.put("description", "Whether the answer says why its source was chosen.");
    explain.putObject("schema").put("type", "boolean");
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode json = body.putObject("content").putObject("application/json");
    json.putObject("schema").put("$ref", "#/components/schemas/Question");
    ObjectNode examples = json.putObject("examples");
    QueryExamples.all()
        .forEach((name, text) ->
            examples
                .putObject(name)
                .put("summary", name.replace('_', ' '))
                .set("value", tree(text)));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode answer = responses.putObject("200").put("description", "The answer");
    answer
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Answer");
    Map<Integer, String> titles = new TreeMap<>();
    PROBLEMS.forEach(type -> titles.merge(type.status(), type.title(), (a, b) -> a + "; " + b));
    titles.forEach((status, title) -> {
      ObjectNode response = responses.putObject(status.toString()).put("description", title);
      response
          .putObject("content")
          .putObject("application/problem+json")
          .putObject("schema")
          .put("$ref", "#/components/schemas/Problem");
    });
  }

  private static void problem(ObjectNode schemas) {
    ObjectNode schema = schemas.putObject("Problem").put("type", "object");
    ObjectNode members = schema.putObject("properties");
    for (String name :
        new String[] {"type", "title", "detail", "remedy", "correlation_id", "instance"}) {
      members.putObject(name).put("type", "string");
    }
    members.putObject("status").put("type", "integer");
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new IllegalStateException(json, wrong);
    }
  }
}
