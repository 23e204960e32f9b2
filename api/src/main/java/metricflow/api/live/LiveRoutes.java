package metricflow.api.live;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.EntityTags;
import metricflow.api.web.ReadAccess;
import metricflow.problem.ProblemType;

/** {@code GET /v1/live}, for polling: 304 while nothing has changed. */
public final class LiveRoutes implements ApiRoutes {
  private final ReadAccess access;
  private final LiveSnapshots snapshots;

  /** Shows {@code snapshots} to whom {@code access} lets in. */
  public LiveRoutes(ReadAccess access, LiveSnapshots snapshots) {
    this.access = access;
    this.snapshots = snapshots;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/live", this::live);
  }

  @Override
  public void describe(ApiDocument document) {
    document
        .operation("GET", "/v1/live", "live", "What the project's visitors do right now.")
        .scope(Scope.QUERY_READ)
        .header("If-None-Match", "The ETag of the snapshot the client has.")
        .json(200, "The snapshot", LiveSnapshot.class)
        .nothing(304, "Nothing has changed but the age of the snapshot.")
        .problems(ProblemType.LIVE_UNAVAILABLE);
  }

  private void live(Context context) {
    LiveSnapshots.Served served = snapshots.of(access.project(context).projectId());
    context.header("ETag", served.etag()).header("Cache-Control", "private, no-cache");
    if (EntityTags.isKnown(context.header("If-None-Match"), served.etag())) {
      context.status(304);
    } else {
      context.contentType("application/json").result(served.json());
    }
  }
}
