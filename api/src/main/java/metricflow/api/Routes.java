package metricflow.api;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import metricflow.api.collect.CollectRoutes;
import metricflow.api.project.CohortRoutes;
import metricflow.api.project.ProjectRoutes;
import metricflow.api.web.Health;
import metricflow.api.web.ProblemPages;

/** Every route, by role. Each group says in its own {@code register} what leads where. */
final class Routes {
  private Routes() {}

  /** GET /health/live, /health/ready, /metrics, /problems/{slug}; pages /sdk/. */
  static void common(
      JavalinDefaultRoutingApi routes, Health health, PrometheusMeterRegistry registry) {
    health.register(routes);
    routes.get("/metrics", context -> showMetrics(context, registry));
    routes.get("/problems/{slug}", ProblemPages::show);
  }

  /** POST and OPTIONS /v1/batch. */
  static void collector(JavalinDefaultRoutingApi routes, CollectRoutes collect) {
    collect.register(routes);
  }

  /**
   * GET /openapi.json, /v1/project, /v1/funnels, /v1/cohorts, /v1/live; POST /v1/projects,
   * /v1/funnels, /v1/cohorts, /v1/query; GET, PUT, DELETE /v1/cohorts/{cohort_id}; GET / leads to
   * the dashboard; pages /dashboard/ and /shop/.
   */
  static void query(
      JavalinDefaultRoutingApi routes,
      ProjectRoutes projects,
      CohortRoutes cohorts,
      QueryWiring queries) {
    projects.register(routes);
    cohorts.register(routes);
    queries.register(routes);
    routes.get("/", context -> context.redirect("/dashboard/"));
  }

  private static void showMetrics(Context context, PrometheusMeterRegistry registry) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
  }
}
