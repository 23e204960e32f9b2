package metricflow.api.live;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import metricflow.api.web.EntityTags;
import metricflow.api.web.ReadAccess;

/** {@code GET /v1/live}, for polling: 304 while nothing has changed. */
public final class LiveRoutes {
  private final ReadAccess access;
  private final LiveSnapshots snapshots;

  /** Shows {@code snapshots} to whom {@code access} lets in. */
  public LiveRoutes(ReadAccess access, LiveSnapshots snapshots) {
    this.access = access;
    this.snapshots = snapshots;
  }

  /** Adds the route. */
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/live", this::live);
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
