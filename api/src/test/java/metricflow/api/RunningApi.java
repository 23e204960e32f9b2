package metricflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import metricflow.api.trino.ScriptedTrino;
import metricflow.api.web.Json;
import metricflow.config.Config;

/** The whole query API over a {@link ScriptedTrino} and an empty lake, and a client of it. */
final class RunningApi implements AutoCloseable {
  static final String ADMIN_KEY = "mfa_test";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Api api;

  /**
   * Starts it.
   *
   * @param further settings beside those needed
   */
  RunningApi(ScriptedTrino trino, Path lake, Map<String, String> further) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "METRICFLOW_API_PORT",
                "0",
                "METRICFLOW_REDIS",
                "127.0.0.1:1",
                "METRICFLOW_TRINO",
                trino.address(),
                "METRICFLOW_LAKE",
                lake.toString(),
                "METRICFLOW_METADATA_URL",
                "jdbc:h2:mem:" + UUID.randomUUID(),
                "METRICFLOW_ADMIN_KEY",
                ADMIN_KEY));
    settings.putAll(further);
    this.api = Api.start(Config.from(settings), EnumSet.of(Role.QUERY));
  }

  /** What came back. */
  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      return Json.tree(body);
    }

    /** A header, empty when there is none. */
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** A new project. */
  JsonNode project(String name) throws IOException, InterruptedException {
    return post("/v1/projects", ADMIN_KEY, "{\"name\":\"" + name + "\"}").json();
  }

  Answer post(String path, String key, String body) throws IOException, InterruptedException {
    return send("POST", path, key, body, Map.of());
  }

  Answer get(String path, String key) throws IOException, InterruptedException {
    return send("GET", path, key, "", Map.of());
  }

  Answer send(String method, String path, String key, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response);
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
