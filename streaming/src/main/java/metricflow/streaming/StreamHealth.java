package metricflow.streaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Answers {@code GET /health/ready}: 200 once the first trigger is through and while it runs. */
final class StreamHealth {
  private final HttpServer server;

  StreamHealth(int port, StreamingQuery query, StreamClock clock) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health/ready",
        exchange -> answer(exchange, query.isActive() && clock.asOf() > 0, clock.asOf()));
  }

  /** Serves {@code handler} on the same port. */
  StreamHealth with(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return this;
  }

  void start() {
    server.start();
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
