package metricflow.api.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.web.Json;
import metricflow.api.web.ProblemAnswer;
import metricflow.problem.ProblemType;

/** What is said about one route. */
public final class ApiOperation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MEDIA_TYPE = "application/json";

  private final ApiDocument document;
  private final ObjectNode operation;
  private final ObjectNode responses;

  ApiOperation(ApiDocument document, ObjectNode operation) {
    this.document = document;
    this.operation = operation;
    this.responses = operation.putObject("responses");
    problems(ProblemType.INTERNAL);
  }

  /** It takes a key that may send events. */
  public ApiOperation writes() {
    return security(ApiDocument.PROJECT_KEY, Scope.EVENTS_WRITE);
  }

  /** It takes a key of a project with this scope. */
  public ApiOperation scope(Scope scope) {
    return security(ApiDocument.PROJECT_KEY, scope)
        .problems(
            ProblemType.READ_KEY_MISSING,
            ProblemType.READ_KEY_UNKNOWN,
            ProblemType.SCOPE_MISSING,
            ProblemType.METADATA_UNAVAILABLE);
  }

  /** It takes the admin key, and with it the project as {@code ?project_id=}. */
  public ApiOperation projectAdmin() {
    return scope(Scope.PROJECT_ADMIN)
        .security(ApiDocument.ADMIN_KEY)
        .query(
            "project_id",
            JSON.objectNode().put("type", "integer").put("minimum", 1),
            "The project, with the admin key, which is of none.")
        .problems(ProblemType.QUERY_INVALID, ProblemType.NOT_FOUND);
  }

  /** It takes the admin key of the installation. */
  public ApiOperation admin() {
    return security(ApiDocument.ADMIN_KEY)
        .problems(ProblemType.ADMIN_KEY_REQUIRED, ProblemType.METADATA_UNAVAILABLE);
  }

  private ApiOperation security(String scheme, Scope... scopes) {
    ArrayNode names = operation.withArray("security").addObject().putArray(scheme);
    for (Scope scope : scopes) {
      names.add(scope.text());
    }
    return this;
  }

  /** It takes the admin key as well. */
  public ApiOperation orAdmin() {
    return security(ApiDocument.ADMIN_KEY);
  }

  void place(String name) {
    parameter("path", name, true, text(), name.replace('_', ' '));
  }

  /** It takes {@code ?name=}. */
  public ApiOperation query(String name, ObjectNode schema, String description) {
    return parameter("query", name, false, schema, description);
  }

  /** It takes a header. */
  public ApiOperation header(String name, String description) {
    return parameter("header", name, false, text(), description);
  }

  private ApiOperation parameter(
      String in, String name, boolean required, ObjectNode schema, String description) {
    ObjectNode parameter = operation.withArray("parameters").addObject();
    parameter.put("in", in).put("name", name).put("required", required);
    parameter.put("description", description).set("schema", schema);
    return this;
  }

  /** It takes a JSON body; examples are JSON by a name in words. */
  public ApiOperation body(ObjectNode schema, Map<String, String> examples) {
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode json = body.putObject("content").putObject(MEDIA_TYPE);
    json.set("schema", schema);
    examples.forEach((name, text) ->
        json.withObject("/examples")
            .putObject(name)
            .put("summary", name.replace('_', ' '))
            .set("value", Json.tree(text)));
    return this;
  }

  /** It answers with JSON. */
  public ApiOperation json(int status, String description, ObjectNode schema) {
    return content(status, description, MEDIA_TYPE, schema);
  }

  /** It answers with a record as JSON. */
  public ApiOperation json(int status, String description, Class<? extends Record> type) {
    return json(status, description, document.schemaOf(type));
  }

  /** It answers with text of another media type. */
  public ApiOperation text(int status, String description, String mediaType) {
    return content(status, description, mediaType, text());
  }

  /** It answers without a body. */
  public ApiOperation nothing(int status, String description) {
    responses.putObject(Integer.toString(status)).put("description", description);
    return this;
  }

  /** What else may come of it; that something goes wrong inside is said already. */
  public ApiOperation problems(ProblemType... types) {
    for (ProblemType type : types) {
      String status = Integer.toString(type.status());
      String before = responses.path(status).path("description").asText("");
      if (before.isEmpty()) {
        content(
            type.status(),
            type.title(),
            ProblemAnswer.MEDIA_TYPE,
            ApiDocument.reference("Problem"));
      } else {
        ((ObjectNode) responses.path(status)).put("description", before + "; " + type.title());
      }
    }
    return this;
  }

  private ApiOperation content(
      int status, String description, String mediaType, ObjectNode schema) {
    ObjectNode response = responses.withObject("/" + status).put("description", description);
    response.withObject("/content").putObject(mediaType).set("schema", schema);
    return this;
  }

  private static ObjectNode text() {
    return JSON.objectNode().put("type", "string");
  }
}
