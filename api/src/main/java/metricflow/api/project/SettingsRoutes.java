package metricflow.api.project;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Map;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.ProjectSettings;
import metricflow.api.metadata.Settings;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.query.PeriodFields;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.Json;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.ReadAccess;
import metricflow.table.Retention;

/** {@code GET /v1/projects}, {@code GET} and {@code PUT /v1/projects/{project_id}}. */
public final class SettingsRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final int MAX_NAME_LENGTH = 200;
  private static final int MAX_RETENTION_DAYS = 36_600;

  private final Settings settings;
  private final AdminAccess installation;
  private final ProjectAdmins admins;

  /**
   * Routes over {@code settings}.
   *
   * @param installation who sees all projects
   * @param admins who sees and changes one
   */
  public SettingsRoutes(Settings settings, AdminAccess installation, ProjectAdmins admins) {
    this.settings = settings;
    this.installation = installation;
    this.admins = admins;
  }

  private record SettingsJson(int projectId, String name, String timeZone, Integer retentionDays) {
    static SettingsJson of(int projectId, ProjectSettings settings) {
      return new SettingsJson(
          projectId, settings.name(), settings.timeZone(), settings.retentionDays());
    }
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/projects", this::list);
    routes.get("/v1/projects/{project_id}", this::show);
    routes.put("/v1/projects/{project_id}", this::put);
  }

  @Override
  public void describe(ApiDocument document) {
    StoreDescription.settings(document, SettingsJson.class, MAX_RETENTION_DAYS);
  }

  private void list(Context context) {
    installation.require(context);
    List<SettingsJson> all =
        settings.all().entrySet().stream()
            .map(entry -> SettingsJson.of(entry.getKey(), entry.getValue()))
            .toList();
    Json.answer(context, 200, Map.of("projects", all));
  }

  private void show(Context context) {
    answer(context, admins.principal(context, context.pathParam("project_id")));
  }

  private void put(Context context) {
    Principal principal = admins.principal(context, context.pathParam("project_id"));
    JsonFields body =
        JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES))
            .only(List.of("name", "time_zone", "retention_days"));
    ProjectSettings wanted =
        new ProjectSettings(
            body.line("name", MAX_NAME_LENGTH),
            PeriodFields.zone(body).getId(),
            body.has("retention_days")
                ? (int) body.wholeNumber("retention_days", Retention.MIN_DAYS, MAX_RETENTION_DAYS)
                : null);
    settings.put(principal.project().projectId(), wanted, ReadAccess.author(principal, context));
    answer(context, principal);
  }

  private void answer(Context context, Principal principal) {
    int projectId = principal.project().projectId();
    Json.answer(context, 200, SettingsJson.of(projectId, settings.of(projectId).orElseThrow()));
  }
}
