package metricflow.streaming.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * {@code POST /rebuild-live} begins a rebuild of the live view and answers 202; {@code GET} tells
 * how it is getting on. For {@code ./metricflow job rebuild-live}; on the loopback address only.
 */
public final class RebuildEndpoint implements HttpHandler {
  /** Where it is served. */
  public static final String PATH = "/rebuild-live";

  private static final JsonFactory JSON = new JsonFactory();

  private final LiveView live;
  private final String queryId;

  /** Rebuilds {@code live} for the streaming query {@code queryId}. */
  public RebuildEndpoint(LiveView live, String queryId) {
    this.live = live;
    this.queryId = queryId;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> answer(exchange, 202, live.rebuildSoon(queryId));
        case "GET" -> answer(exchange, 200, live.lastRebuild());
        default -> {
          exchange.getResponseHeaders().set("Allow", "GET, POST");
          exchange.sendResponseHeaders(405, -1);
        }
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, RebuildState state)
      throws IOException {
    byte[] body = json(state);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] json(RebuildState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      switch (state) {
        case RebuildState.None() -> json.writeStringField("state", "none");
        case RebuildState.Running() -> json.writeStringField("state", "running");
        case RebuildState.Done(RebuildReport report) -> {
          json.writeStringField("state", "done");
          json.writeNumberField("events", report.events());
          json.writeNumberField("repeated", report.repeated());
          json.writeNumberField("projects", report.projects());
          json.writeNumberField("millis", report.millis());
        }
        case RebuildState.Failed(String reason) -> {
          json.writeStringField("state", "failed");
          json.writeStringField("reason", reason);
        }
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return out.toByteArray();
  }
}
