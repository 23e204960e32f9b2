package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.schema.QueryDescription;
import metricflow.api.web.ClientWatch;
import metricflow.api.web.EntityTags;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;

/** {@code POST /v1/query}, with {@code ?explain=true} if so wished. */
public final class QueryRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** For the log and for counting: the client is not there to read it. */
  private static final int CLIENT_GONE = 499;

  private final ReadAccess access;
  private final QueryDesk desk;
  private final ClientWatch clients;
  private final IntFunction<ProjectContext> projects;

  /**
   * Answers whom {@code access} lets in from {@code desk}.
   *
   * @param projects what each gives to its questions
   */
  public QueryRoutes(
      ReadAccess access,
      QueryDesk desk,
      ClientWatch clients,
      IntFunction<ProjectContext> projects) {
    this.projects = projects;
    this.access = access;
    this.desk = desk;
    this.clients = clients;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.post("/v1/query", this::query);
  }

  @Override
  public void describe(ApiDocument document) {
    QueryDescription.addTo(document);
  }

  private void query(Context context) {
    answer(context, access.project(context).projectId(), Json.body(context, MAX_BODY_BYTES));
  }

  /**
   * Answers a question, wherever it comes from.
   *
   * @throws metricflow.problem.ProblemException when it is not valid or cannot be answered
   */
  public void answer(Context context, int projectId, JsonNode asked) {
    boolean explain = "true".equals(context.queryParam("explain"));
    Question question = QueryParser.question(asked, explain, projects.apply(projectId));
    Acceptance acceptance = Acceptance.of(context.header("Cache-Control"));
    Caller caller = Caller.of(projectId);
    try (ClientWatch.Watching _ = clients.watch(context, caller.cancellation()::cancel)) {
      send(context, desk.answer(caller, question, acceptance));
    } catch (CancellationException gone) {
      context.status(CLIENT_GONE);
    }
  }

  private static void send(Context context, Served served) {
    context
        .header("Cache-Control", "private, no-cache")
        .header("ETag", served.etag())
        .header("Age", Long.toString(served.ageSeconds()))
        .header("X-Answer", served.from().json());
    if (EntityTags.isKnown(context.header("If-None-Match"), served.etag())) {
      context.status(304);
    } else {
      context.contentType("application/json").result(served.json());
    }
  }
}
