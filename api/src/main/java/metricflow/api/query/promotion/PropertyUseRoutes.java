package metricflow.api.query.promotion;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.Json;

/** {@code GET /v1/admin/property-use}: what the job {@code promote} decides by. */
public final class PropertyUseRoutes implements ApiRoutes {
  private final PropertyUseCounter counter;
  private final AdminAccess admins;

  /** Tells admins what {@code counter} has counted. */
  public PropertyUseRoutes(PropertyUseCounter counter, AdminAccess admins) {
    this.counter = counter;
    this.admins = admins;
  }

  private record Uses(int days, List<Use> uses) {}

  private record Use(int projectId, String property, String kind, long questions) {}

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/admin/property-use", this::show);
  }

  @Override
  public void describe(ApiDocument document) {
    document
        .operation(
            "GET",
            "/v1/admin/property-use",
            "propertyUse",
            "How often questions of 30 days have used which properties, by project.")
        .admin()
        .json(200, "The most frequent first.", Uses.class);
  }

  private void show(Context context) {
    admins.require(context);
    List<Use> uses =
        counter.recent().stream()
            .map(total ->
                new Use(
                    total.use().projectId(),
                    total.use().property().qualified(),
                    total.use().kind().json(),
                    total.questions()))
            .toList();
    Json.answer(context, 200, new Uses(PropertyUseCounter.DAYS, uses));
  }
}
