package metricflow.api.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Map;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.SavedCohort;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.query.filter.FilterFields;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * {@code /v1/cohorts}: what a project's cohorts are. A question names one as {@code {"cohort":
 * "<cohort_id>"}} wherever it has a filter.
 */
public final class CohortRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_NAME_LENGTH = 200;
  private static final String ONE = "/v1/cohorts/{cohort_id}";

  private final SavedCohorts cohorts;
  private final ReadAccess readers;

  /** Routes over {@code cohorts}. */
  public CohortRoutes(SavedCohorts cohorts, ReadAccess readers) {
    this.cohorts = cohorts;
    this.readers = readers;
  }

  private record CohortJson(String cohortId, String name, JsonNode definition) {
    static CohortJson of(SavedCohort cohort) {
      return new CohortJson(
          cohort.cohortId(), cohort.name(), StoredContext.tree(cohort.definition()));
    }
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/cohorts", this::list);
    routes.post("/v1/cohorts", this::create);
    routes.get(ONE, this::show);
    routes.put(ONE, this::replace);
    routes.delete(ONE, this::remove);
  }

  @Override
  public void describe(ApiDocument document) {
    CohortDescription.addTo(document, CohortJson.class);
  }

  private void list(Context context) {
    int projectId = readers.project(context).projectId();
    List<CohortJson> list = cohorts.of(projectId).stream().map(CohortJson::of).toList();
    Json.answer(context, 200, Map.of("cohorts", list));
  }

  private void create(Context context) {
    Principal principal = readers.principal(context, Scope.PROJECT_WRITE);
    SavedCohort sent = sent(context, "");
    Json.answer(
        context,
        201,
        CohortJson.of(
            cohorts.add(
                principal.project().projectId(),
                sent.name(),
                sent.definition(),
                ReadAccess.author(principal, context))));
  }

  private void show(Context context) {
    int projectId = readers.project(context).projectId();
    Json.answer(
        context,
        200,
        cohorts
            .find(projectId, id(context))
            .map(CohortJson::of)
            .orElseThrow(CohortRoutes::unknown));
  }

  private void replace(Context context) {
    Principal principal = readers.principal(context, Scope.PROJECT_WRITE);
    SavedCohort sent = sent(context, id(context));
    Json.answer(
        context,
        200,
        cohorts
            .replace(principal.project().projectId(), sent, ReadAccess.author(principal, context))
            .map(CohortJson::of)
            .orElseThrow(CohortRoutes::unknown));
  }

  private void remove(Context context) {
    Principal principal = readers.principal(context, Scope.PROJECT_WRITE);
    if (!cohorts.remove(
        principal.project().projectId(), id(context), ReadAccess.author(principal, context))) {
      throw unknown();
    }
    context.status(204);
  }

  /** The cohort in the body; its definition is one that a filter can be made of. */
  private static SavedCohort sent(Context context, String cohortId) {
    JsonNode body = Json.body(context, MAX_BODY_BYTES);
    JsonFields fields = JsonFields.ofBody(body).only(List.of("name", "definition"));
    String name = fields.line("name", MAX_NAME_LENGTH);
    FilterFields.cohort(fields.object("definition"));
    return new SavedCohort(cohortId, name, body.path("definition").toString());
  }

  private static String id(Context context) {
    return PathIds.text(context, "cohort_id");
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "The project has no such cohort.");
  }
}
