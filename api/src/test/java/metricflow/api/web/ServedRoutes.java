package metricflow.api.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.Map;
import metricflow.api.openapi.ApiRoutes;

/** Groups of routes as they are served, on a free port, and a client of them. */
public final class ServedRoutes implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Javalin server;

  /** Serves them until it is closed. */
  public ServedRoutes(Collection<? extends ApiRoutes> groups) {
    this.server =
        Javalin.create(
                config -> {
                  WebDefaults.apply(config, new SimpleMeterRegistry());
                  groups.forEach(group -> group.register(config.routes));
                })
            .start("127.0.0.1", 0);
  }

  /** What came back; {@code json} is missing when there is no body. */
  public record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {
    /** A member as text, empty when it is not there. */
    public String text(String member) {
      return json.path(member).asText();
    }

    /** Which problem it is. */
    public String problem() {
      return text("type").replace("/problems/", "");
    }
  }

  /** The port they are served on. */
  public int port() {
    return server.port();
  }

  /** A client, for what {@link #send} does not do. */
  public HttpClient client() {
    return client;
  }

  /** A request with a key. */
  public HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header("Authorization", "Bearer " + key);
  }

  /** {@code GET} with a key. */
  public Answer get(String path, String key) throws IOException, InterruptedException {
    return send("GET", path, key, "", Map.of());
  }

  /** {@code POST} with a key. */
  public Answer post(String path, String key, String body)
      throws IOException, InterruptedException {
    return send("POST", path, key, body, Map.of());
  }

  /** Any request; an empty body is none. */
  public Answer send(
      String method, String path, String key, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path, key)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), Json.mapper().readTree(response.body()), response);
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
