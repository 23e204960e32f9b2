package metricflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import metricflow.api.web.Json;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/** Asks Trino whether it has started. */
final class TrinoProbe implements BooleanSupplier {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;

  TrinoProbe(Config config) {
    URI info = URI.create("http://" + config.text(ConfigKey.METRICFLOW_TRINO) + "/v1/info");
    this.request = HttpRequest.newBuilder(info).timeout(TIMEOUT).build();
  }

  @Override
  public boolean getAsBoolean() {
    try {
      JsonNode info =
          Json.mapper().readTree(client.send(request, BodyHandlers.ofByteArray()).body());
      return !info.path("starting").asBoolean(true);
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
