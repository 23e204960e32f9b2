package metricflow.api.web;

import io.javalin.config.JavalinConfig;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.core.instrument.MeterRegistry;
import metricflow.api.trace.Tracing;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** What holds for every route: ids, headers, problems, counting. */
public final class WebDefaults {
  private static final long STOP_TIMEOUT_MILLIS = 15_000;

  /**
   * Connections that may wait to be accepted. The default of 50 is full at once when a site's
   * visitors all reconnect, and the system then resets connections that clients believe open.
   */
  private static final int WAITING_CONNECTIONS = 4_096;

  private WebDefaults() {}

  /** Sets them on {@code config}, without traces. */
  public static void apply(JavalinConfig config, MeterRegistry registry) {
    apply(config, registry, Tracing.OFF);
  }

  /** Sets them on {@code config}. */
  public static void apply(JavalinConfig config, MeterRegistry registry, Tracing tracing) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(WebDefaults::finishRequestsBeforeStopping);
    config.jetty.modifyServer(WebDefaults::letConnectionsWait);
    JavalinDefaultRoutingApi routes = config.routes;
    routes.before(context -> {
      CorrelationId.begin(context);
      tracing.beginRequest(context);
      SecurityHeaders.set(context);
    });
    routes.before("/sdk/*", CrossOrigin::open);
    routes.after(context -> {
      String status = Integer.toString(context.statusCode());
      registry.counter("metricflow.http.requests", "status", status).increment();
      tracing.endRequest(context);
      CorrelationId.end();
    });
    ProblemAnswer.register(routes);
  }

  private static void finishRequestsBeforeStopping(Server server) {
    server.setHandler(new GracefulHandler());
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
  }

  /** When the server starts: the connector is made after it. */
  private static void letConnectionsWait(Server server) {
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle starting) {
            for (Connector connector : server.getConnectors()) {
              if (connector instanceof ServerConnector sockets) {
                sockets.setAcceptQueueSize(WAITING_CONNECTIONS);
              }
            }
          }
        });
  }
}
