package metricflow.api.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import metricflow.api.query.schema.OpenApi;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;

/** {@code POST /v1/query}, with {@code ?explain=true} if so wished; {@code GET /openapi.json}. */
public final class QueryRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final ReadAccess access;
  private final QueryDesk desk;
  private final ObjectNode description = OpenApi.document();

  /** Answers whom {@code access} lets in from {@code desk}. */
  public QueryRoutes(ReadAccess access, QueryDesk desk) {
    this.access = access;
    this.desk = desk;
  }

  /** Adds the routes. */
  public void register(JavalinDefaultRoutingApi routes) {
    routes.post("/v1/query", this::query);
    routes.get("/openapi.json", context -> Json.answer(context, 200, description));
  }

  private void query(Context context) {
    int projectId = access.project(context).projectId();
    boolean explain = "true".equals(context.queryParam("explain"));
    Question question = QueryParser.question(Json.body(context, MAX_BODY_BYTES), explain);
    context
        .header("Cache-Control", "private, no-cache")
        .contentType("application/json")
        .result(desk.answer(projectId, question));
  }
}
