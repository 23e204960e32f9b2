package metricflow.api.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.problem.ProblemType;
import metricflow.table.Retention;

/** {@link KeyRoutes}, {@link AuditRoutes} and {@link SettingsRoutes} for machines. */
final class StoreDescription {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StoreDescription() {}

  static void keys(ApiDocument document) {
    document
        .operation("GET", "/v1/keys", "keys", "The keys of a project.")
        .projectAdmin()
        .json(
            200,
            "Without the secrets",
            ProjectDescription.object(
                "keys", ProjectDescription.list(document.schemaOf(KeyJson.class))));
    document
        .operation("POST", "/v1/keys", "create_key", "Makes a key.")
        .projectAdmin()
        .body(
            wish(true), Map.of("a_reading_key", "{\"name\":\"Wall\",\"scopes\":[\"query:read\"]}"))
        .json(201, "The key, its secret for the only time", KeyJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
    ObjectNode grace = JSON.objectNode().put("type", "object");
    grace
        .putObject("properties")
        .set("grace_seconds", ProjectDescription.whole(0, KeyFields.LONGEST_GRACE.toSeconds()));
    document
        .operation(
            "POST", "/v1/keys/{key_id}/rotate", "rotate_key", "Puts another in a key's place.")
        .projectAdmin()
        .body(grace, Map.of())
        .json(201, "The new key, its secret for the only time", KeyJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
    document
        .operation("DELETE", "/v1/keys/{key_id}", "revoke_key", "Ends a key.")
        .projectAdmin()
        .nothing(204, "It works no longer.");
  }

  /** What a key is to be. */
  static ObjectNode wish(boolean scopesRequired) {
    ObjectNode wish = ProjectDescription.object("name", ProjectDescription.name());
    ObjectNode scope = JSON.objectNode();
    Scope.names().forEach(scope.putArray("enum")::add);
    wish.withObject("/properties")
        .set("scopes", ProjectDescription.list(scope).put("minItems", 1).put("uniqueItems", true));
    wish.withObject("/properties")
        .putObject("expires_at")
        .put("type", "string")
        .put("format", "date-time");
    if (scopesRequired) {
      wish.withArray("required").add("scopes");
    }
    return wish;
  }

  static void audit(ApiDocument document, Class<? extends Record> page, int most) {
    document
        .operation("GET", "/v1/audit", "audit", "A project's changes, latest first.")
        .projectAdmin()
        .query("limit", ProjectDescription.whole(1, most), "Most entries of the page.")
        .query("before", ProjectDescription.whole(1, Long.MAX_VALUE), "'next' of the page before.")
        .json(200, "A page", document.schemaOf(page));
  }

  static void settings(ApiDocument document, Class<? extends Record> settings, int mostDays) {
    document
        .operation("GET", "/v1/projects", "projects", "All projects.")
        .admin()
        .json(
            200,
            "With their settings",
            ProjectDescription.object(
                "projects", ProjectDescription.list(document.schemaOf(settings))));
    document
        .operation("GET", "/v1/projects/{project_id}", "settings", "A project's settings.")
        .scope(Scope.PROJECT_ADMIN)
        .orAdmin()
        .json(200, "The settings", settings)
        .problems(ProblemType.NOT_FOUND);
    ObjectNode wanted = ProjectDescription.object("name", ProjectDescription.name());
    ObjectNode members = wanted.withObject("/properties");
    members
        .putObject("time_zone")
        .put("type", "string")
        .put("description", "That of the project's questions that name none; UTC unless named.");
    members.set("retention_days", ProjectDescription.whole(Retention.MIN_DAYS, mostDays));
    document
        .operation("PUT", "/v1/projects/{project_id}", "set_settings", "Changes the settings.")
        .scope(Scope.PROJECT_ADMIN)
        .orAdmin()
        .body(
            wanted,
            Map.of("a_shop_in_berlin", "{\"name\":\"Shop\",\"time_zone\":\"Europe/Berlin\"}"))
        .json(200, "The settings", settings)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.NOT_FOUND);
  }
}
