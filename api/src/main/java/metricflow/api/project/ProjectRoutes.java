package metricflow.api.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.api.metadata.Actor;
import metricflow.api.metadata.Author;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.SavedFunnels;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.FunnelFields;
import metricflow.api.query.JsonFields;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.CorrelationId;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.funnel.FunnelDefinition;

/** {@code /v1/projects}, {@code /v1/project} and {@code /v1/funnels}. */
public final class ProjectRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  static final int MAX_NAME_LENGTH = 200;

  private final Projects projects;
  private final SavedFunnels funnels;
  private final ReadAccess readers;
  private final AdminAccess admins;
  private final Runnable funnelsChanged;

  /**
   * Routes over the metadata store.
   *
   * @param funnelsChanged told after a funnel has been saved
   */
  public ProjectRoutes(
      Projects projects,
      SavedFunnels funnels,
      ReadAccess readers,
      AdminAccess admins,
      Runnable funnelsChanged) {
    this.projects = projects;
    this.funnels = funnels;
    this.readers = readers;
    this.admins = admins;
    this.funnelsChanged = funnelsChanged;
  }

  record ProjectShown(int projectId, String name, List<String> scopes, ActorJson actor) {}

  record ProjectCreated(
      int projectId,
      String name,
      String writeKey,
      String readKey,
      @JsonInclude(JsonInclude.Include.NON_NULL) MemberJson owner) {
    static ProjectCreated of(Projects.Created created) {
      return new ProjectCreated(
          created.project().projectId(),
          created.project().name(),
          created.writeKey(),
          created.readKey(),
          created.owner().map(MemberJson::of).orElse(null));
    }
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.post("/v1/projects", this::createProject);
    routes.get("/v1/project", this::showProject);
    routes.get("/v1/funnels", this::listFunnels);
    routes.post("/v1/funnels", this::saveFunnel);
  }

  @Override
  public void describe(ApiDocument document) {
    ProjectDescription.addTo(document);
  }

  private void createProject(Context context) {
    admins.require(context);
    JsonFields body = body(context).only(List.of("name", "owner"));
    Projects.Wish wish =
        new Projects.Wish(
            body.line("name", MAX_NAME_LENGTH),
            body.has("owner")
                ? Optional.of(MemberFields.owner(body.object("owner")))
                : Optional.empty());
    Projects.Created created =
        projects.create(wish, new Author(Actor.ADMIN, CorrelationId.of(context)));
    Json.answer(context.header("Cache-Control", "no-store"), 201, ProjectCreated.of(created));
  }

  private void showProject(Context context) {
    Principal principal = readers.principal(context, Scope.QUERY_READ);
    Json.answer(
        context,
        200,
        new ProjectShown(
            principal.project().projectId(),
            principal.project().name(),
            Scope.texts(principal.scopes()),
            ActorJson.of(principal.actor())));
  }

  private void listFunnels(Context context) {
    Project project = readers.project(context);
    List<FunnelJson> list = funnels.of(project.projectId()).stream().map(FunnelJson::of).toList();
    Json.answer(context, 200, Map.of("funnels", list));
  }

  private void saveFunnel(Context context) {
    Principal principal = readers.principal(context, Scope.PROJECT_WRITE);
    JsonFields body = body(context).only(List.of("name", "conversion_window_seconds", "steps"));
    FunnelDefinition saved =
        funnels.add(
            principal.project().projectId(),
            body.line("name", MAX_NAME_LENGTH),
            FunnelFields.conversionWindowSeconds(body),
            FunnelFields.steps(body),
            ReadAccess.author(principal, context));
    funnelsChanged.run();
    Json.answer(context, 201, FunnelJson.of(saved));
  }

  private static JsonFields body(Context context) {
    return JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES));
  }
}
