package metricflow.api.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.query.FunnelFields;
import metricflow.problem.ProblemType;

/** {@link ProjectRoutes} for machines. */
final class ProjectDescription {
  static final ProblemType[] OF_THE_BODY = {
    ProblemType.MALFORMED_JSON, ProblemType.QUERY_INVALID, ProblemType.BODY_TOO_LARGE
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ProjectDescription() {}

  static void addTo(ApiDocument document) {
    document
        .operation("POST", "/v1/projects", "create_project", "Creates a project and its keys.")
        .admin()
        .body(
            project(),
            Map.of(
                "a_shop",
                """
                {"name":"Our shop","owner":{"email":"ada@example.com","name":"Ada"}}\
                """))
        .json(
            201, "The project, and its keys for the only time.", ProjectRoutes.ProjectCreated.class)
        .problems(OF_THE_BODY);
    document
        .operation("GET", "/v1/project", "project", "The key's project and what it may do there.")
        .scope(Scope.QUERY_READ)
        .json(200, "The project", ProjectRoutes.ProjectShown.class);
    document
        .operation("GET", "/v1/funnels", "funnels", "The saved funnels.")
        .scope(Scope.QUERY_READ)
        .json(
            200,
            "In the order in which they were saved",
            object("funnels", list(document.schemaOf(FunnelJson.class))));
    document
        .operation("POST", "/v1/funnels", "save_funnel", "Saves a funnel; it is counted live.")
        .scope(Scope.PROJECT_WRITE)
        .body(
            funnel(),
            Map.of(
                "sign_up_funnel",
                """
                {"name":"Sign-up","conversion_window_seconds":3600,
                 "steps":[{"event":"page_view"},{"event":"sign_up"}]}\
                """))
        .json(201, "The funnel", FunnelJson.class)
        .problems(OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
  }

  private static ObjectNode project() {
    ObjectNode owner = object("email", JSON.objectNode().put("type", "string"));
    owner.withObject("/properties").set("name", name());
    owner.withArray("required").add("name");
    ObjectNode project = object("name", name());
    project.withObject("/properties").set("owner", owner);
    return project;
  }

  /** An object with this one member, which it must have. */
  static ObjectNode object(String member, ObjectNode schema) {
    ObjectNode object = JSON.objectNode().put("type", "object");
    object.putObject("properties").set(member, schema);
    object.putArray("required").add(member);
    return object;
  }

  static ObjectNode list(ObjectNode items) {
    return JSON.objectNode().put("type", "array").set("items", items);
  }

  static ObjectNode name() {
    return JSON.objectNode()
        .put("type", "string")
        .put("minLength", 1)
        .put("maxLength", ProjectRoutes.MAX_NAME_LENGTH);
  }

  static ObjectNode whole(long least, long most) {
    return JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
  }

  private static ObjectNode funnel() {
    ObjectNode schema = object("name", name());
    ObjectNode members = schema.withObject("/properties");
    members.set("conversion_window_seconds", whole(1, FunnelFields.MAX_WINDOW_SECONDS));
    ObjectNode step = object("event", name());
    step.withObject("/properties").set("filters", list(JSON.objectNode().put("type", "object")));
    members.set("steps", list(step).put("minItems", 2));
    schema.withArray("required").add("conversion_window_seconds").add("steps");
    return schema;
  }
}
