package metricflow.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.Health;
import metricflow.api.web.ProblemPages;
import metricflow.problem.ProblemType;

/**
 * What every process of the API has, whatever its roles: {@code GET /health/live}, {@code
 * /health/ready}, {@code /metrics} and {@code /problems/{slug}}.
 */
final class CommonRoutes implements ApiRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final PrometheusMeterRegistry registry;

  CommonRoutes(Health health, PrometheusMeterRegistry registry) {
    this.health = health;
    this.registry = registry;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    health.register(routes);
    routes.get("/metrics", this::showMetrics);
    routes.get("/problems/{slug}", ProblemPages::show);
  }

  @Override
  public void describe(ApiDocument document) {
    ObjectNode status = JsonNodeFactory.instance.objectNode().put("type", "object");
    status.putObject("properties").putObject("status").put("type", "string");
    document
        .operation("GET", "/health/live", "alive", "Whether the process runs.")
        .json(200, "It runs.", status);
    document
        .operation("GET", "/health/ready", "ready", "Whether the process can do its work.")
        .json(200, "It can; each dependency with its state.", status)
        .json(503, "Something it needs is down, or it is stopping.", status);
    document
        .operation("GET", "/metrics", "metrics", "What the process counts.")
        .text(200, "Prometheus text", "text/plain");
    document
        .operation("GET", "/problems/{slug}", "problem", "What an error means and what to do.")
        .header("Accept", "application/json, else a page is shown.")
        .text(200, "A page to read", "text/html")
        .json(200, "The same for machines", status(ProblemType.INTERNAL))
        .problems(ProblemType.NOT_FOUND);
  }

  private static ObjectNode status(ProblemType any) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ProblemPages.description(any).keySet().forEach(schema.withArray("required")::add);
    return schema;
  }

  private void showMetrics(Context context) {
    context.contentType(PROMETHEUS).result(registry.scrape());
  }
}
