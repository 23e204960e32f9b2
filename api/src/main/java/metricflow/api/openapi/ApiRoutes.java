package metricflow.api.openapi;

import io.javalin.router.JavalinDefaultRoutingApi;

/** A group of routes: what leads where, and what is said about it. */
public interface ApiRoutes {

  /** Adds the routes. */
  void register(JavalinDefaultRoutingApi routes);

  /** Describes each of them. */
  void describe(ApiDocument document);
}
