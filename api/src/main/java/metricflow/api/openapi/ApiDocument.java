package metricflow.api.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;

/** The OpenAPI 3.1 document, to which each group of routes adds its own. */
public final class ApiDocument {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

  static final String PROJECT_KEY = "project_key";
  static final String ADMIN_KEY = "admin_key";

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ObjectNode paths;
  private final ObjectNode schemas;

  /** A document without routes. */
  public ApiDocument() {
    root.put("openapi", "3.1.0");
    root.putObject("info")
        .put("title", "MetricFlow")
        .put("version", "1")
        .put("description", "Collects events and answers any question about them.");
    this.paths = root.putObject("paths");
    ObjectNode components = root.putObject("components");
    ObjectNode keys = components.putObject("securitySchemes");
    key(keys, PROJECT_KEY, "A key of a project, with the scopes that an operation names.");
    key(keys, ADMIN_KEY, "The admin key of the installation.");
    this.schemas = components.putObject("schemas");
    problem();
  }

  private static void key(ObjectNode keys, String name, String description) {
    ObjectNode key = keys.putObject(name).put("type", "http").put("scheme", "bearer");
    key.put("description", description);
  }

  /** The document of all {@code groups}. */
  public static ApiDocument of(List<ApiRoutes> groups) {
    ApiDocument document = new ApiDocument();
    groups.forEach(group -> group.describe(document));
    return document;
  }

  /**
   * Describes a route.
   *
   * @param method HTTP method
   * @param path as it is registered; its {@code {places}} become parameters
   * @param id unique name of the operation
   * @param summary what it does, in a sentence
   */
  public ApiOperation operation(String method, String path, String id, String summary) {
    ObjectNode ofPath = paths.has(path) ? (ObjectNode) paths.get(path) : paths.putObject(path);
    ObjectNode operation = ofPath.putObject(method.toLowerCase(Locale.ROOT));
    operation.put("operationId", id).put("summary", summary);
    ApiOperation described = new ApiOperation(this, operation);
    Matcher place = PLACE.matcher(path);
    while (place.find()) {
      described.place(place.group(1));
    }
    return described;
  }

  /** A reference to the schema {@code name} of this document. */
  public static ObjectNode reference(String name) {
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  /** The named schemas, to be added to. */
  public ObjectNode schemas() {
    return schemas;
  }

  /** A reference to the schema of a record, which is added when it is new. */
  public ObjectNode schemaOf(Class<? extends Record> type) {
    String name = type.getSimpleName();
    if (!schemas.has(name)) {
      schemas.set(name, RecordSchema.of(type));
    }
    return reference(name);
  }

  /** The document as JSON. */
  public ObjectNode json() {
    return root;
  }

  /** The members of {@link Problem} as {@code web.ProblemAnswer} writes them. */
  private void problem() {
    ObjectNode schema = schemas.putObject("Problem").put("type", "object");
    ObjectNode members = schema.putObject("properties");
    List<String> names = List.of("type", "title", "detail", "remedy", "correlation_id", "instance");
    for (String name : names) {
      members.putObject(name).put("type", "string");
    }
    ObjectNode types = (ObjectNode) members.path("type");
    for (ProblemType type : ProblemType.values()) {
      types.withArray("enum").add(type.uri());
    }
    members.putObject("status").put("type", "integer");
    names.forEach(schema.putArray("required")::add);
  }
}
