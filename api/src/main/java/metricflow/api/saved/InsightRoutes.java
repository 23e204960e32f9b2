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

/** {@code GET} and {@code POST /v1/insights/{insight_id}/answer}. */
final class InsightRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final List<String> OTHER_DAYS = List.of("from", "to");

  private final SavedRoutes insights;
  private final ReadAccess access;
  private final QuestionAnswerer answerer;
  private final IntFunction<ProjectContext> projects;
  private final Clock clock;

  InsightRoutes(
      SavedRoutes insights,
      ReadAccess access,
      QuestionAnswerer answerer,
      IntFunction<ProjectContext> projects,
      Clock clock) {
    this.projects = projects;
    this.insights = insights;
    this.access = access;
    this.answerer = answerer;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get(insights.itemPath() + "/answer", this::answer);
    routes.post(insights.itemPath() + "/answer", this::answerOtherDays);
  }

  @Override
  public void describe(ApiDocument document) {
    SavedDescription.answers(document, insights);
  }

  private void answer(Context context) {
    int projectId = access.project(context).projectId();
    answerer.answer(context, projectId, question(context, projectId));
  }

  /** The same for days the caller names. */
  private void answerOtherDays(Context context) {
    int projectId = access.project(context).projectId();
    JsonNode body = Json.body(context, MAX_BODY_BYTES);
    JsonFields.ofBody(body).only(OTHER_DAYS);
    ObjectNode question = question(context, projectId);
    for (String member : OTHER_DAYS) {
      if (body.hasNonNull(member)) {
        question.set(member, body.get(member));
      }
    }
    answerer.answer(context, projectId, question);
  }

  private ObjectNode question(Context context, int projectId) {
    SavedItem insight = insights.get(context, projectId);
    return InsightQuestion.of(
        SavedRoutes.definition(insight), clock.instant(), projects.apply(projectId));
  }
}
