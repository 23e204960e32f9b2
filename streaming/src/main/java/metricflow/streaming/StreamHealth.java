package metricflow.streaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code GET /health/ready}: 200 once the first trigger is through and while it runs; and
 * {@code GET /metrics}: {@link StreamMetrics} as Prometheus reads them.
 */
final class StreamHealth {
  private final HttpServer server;

  StreamHealth(int port, BooleanSupplier active, StreamClock clock, StreamMetrics metrics)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health/ready",
        exchange -> answer(exchange, active.getAsBoolean() && clock.running(), clock.asOf()));
    server.createContext("/metrics", exchange -> metrics.answer(exchange));
  }

  /** Serves {@code handler} on the same port. */
  StreamHealth with(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return this;
  }

  void start() {
    server.start();
  }

  /** The port it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  /** For tests: the job itself listens as long as it lives. */
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, boolean ready, long asOf) throws IOException {
    byte[] body =
        "{\"status\":\"%s\",\"as_of\":%d}\n"
            .formatted(ready ? "ready" : "starting", asOf)
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(ready ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
