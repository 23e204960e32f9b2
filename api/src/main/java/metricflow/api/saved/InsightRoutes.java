package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.util.List;
import java.util.function.IntFunction;
import metricflow.api.metadata.SavedItem;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.query.ProjectContext;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;

/**
 * {@code GET} and {@code POST /v1/insights/{insight_id}/answer}, and the same as rows: {@code
 * /v1/insights/{insight_id}/export?format=csv|ndjson|parquet}.
 */
final class InsightRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final List<String> OTHER_DAYS = List.of("from", "to");

  private final SavedRoutes insights;
  private final ReadAccess access;
  private final QuestionAnswerer answerer;
  private final QuestionAnswerer exporter;
  private final IntFunction<ProjectContext> projects;
  private final Clock clock;

  InsightRoutes(
      SavedRoutes insights,
      ReadAccess access,
      QuestionAnswerer answerer,
      QuestionAnswerer exporter,
      IntFunction<ProjectContext> projects,
      Clock clock) {
    this.projects = projects;
    this.insights = insights;
    this.access = access;
    this.answerer = answerer;
    this.exporter = exporter;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    register(routes, "/answer", answerer);
    register(routes, "/export", exporter);
  }

  private void register(JavalinDefaultRoutingApi routes, String what, QuestionAnswerer by) {
    routes.get(insights.itemPath() + what, context -> ask(context, by));
    routes.post(insights.itemPath() + what, context -> askOfOtherDays(context, by));
  }

  @Override
  public void describe(ApiDocument document) {
    SavedDescription.answers(document, insights);
  }

  private void ask(Context context, QuestionAnswerer by) {
    int projectId = access.project(context).projectId();
    by.answer(context, projectId, question(context, projectId));
  }

  /** The same for days the caller names. */
  private void askOfOtherDays(Context context, QuestionAnswerer by) {
    int projectId = access.project(context).projectId();
    JsonNode body = Json.body(context, MAX_BODY_BYTES);
    JsonFields.ofBody(body).only(OTHER_DAYS);
    ObjectNode question = question(context, projectId);
    for (String member : OTHER_DAYS) {
      if (body.hasNonNull(member)) {
        question.set(member, body.get(member));
      }
    }
    by.answer(context, projectId, question);
  }

  private ObjectNode question(Context context, int projectId) {
    SavedItem insight = insights.get(context, projectId);
    return InsightQuestion.of(
        SavedRoutes.definition(insight), clock.instant(), projects.apply(projectId));
  }
}
