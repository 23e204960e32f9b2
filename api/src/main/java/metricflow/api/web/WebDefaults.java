package metricflow.api.web;

import io.javalin.config.JavalinConfig;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** What holds for every route: ids, headers, problems, counting. */
public final class WebDefaults {
  private static final long STOP_TIMEOUT_MILLIS = 15_000;

  private WebDefaults() {}

  /** Sets them on {@code config}. */
  public static void apply(JavalinConfig config, MeterRegistry registry) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(WebDefaults::finishRequestsBeforeStopping);
    JavalinDefaultRoutingApi routes = config.routes;
    routes.before(context -> {
      CorrelationId.begin(context);
      SecurityHeaders.set(context);
    });
    routes.before("/sdk/*", CrossOrigin::open);
    routes.after(context -> {
      String status = Integer.toString(context.statusCode());
      registry.counter("metricflow.http.requests", "status", status).increment();
      CorrelationId.end();
    });
    ProblemAnswer.register(routes);
  }

  private static void finishRequestsBeforeStopping(Server server) {
    server.setHandler(new GracefulHandler());
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
  }
}
