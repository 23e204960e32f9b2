package metricflow.api;

import io.javalin.router.JavalinDefaultRoutingApi;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;

/** {@code GET /} leads to the dashboard. */
final class StartPage implements ApiRoutes {
  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/", context -> context.redirect("/dashboard/"));
  }

  @Override
  public void describe(ApiDocument document) {
    document
        .operation("GET", "/", "start", "Leads to the dashboard.")
        .nothing(302, "To the dashboard.");
  }
}
