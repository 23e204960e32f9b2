package metricflow.api.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import metricflow.api.web.Json;
import metricflow.api.web.WebDefaults;
import metricflow.config.Config;

/** A collector on a free port, over an in-memory bus, and a client of it. */
final class CollectorServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  final InMemoryEventBus bus = new InMemoryEventBus();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Javalin server;

  CollectorServer() {
    this(Map.of());
  }

  CollectorServer(Map<String, String> settings) {
    this(settings, 64L << 20);
  }

  CollectorServer(Map<String, String> settings, long bytesInFlight) {
    CollectRoutes routes =
        CollectorWiring.routes(
            Config.from(settings),
            new OneProject(),
            bus,
            registry,
            Clock.fixed(NOW, ZoneOffset.UTC),
            bytesInFlight);
    this.server =
        Javalin.create(
                config -> {
                  WebDefaults.apply(config, registry);
                  routes.register(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  /** An answer; {@code json} is null when it has no body. */
  record Answer(int status, HttpResponse<byte[]> response, JsonNode json) {
    String type() {
      return json.path("type").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  /** A request to the collector, with the project's key. */
  HttpRequest.Builder request() {
    return anonymousRequest("").header("Authorization", "Bearer " + OneProject.WRITE_KEY);
  }

  /** The same without a key. */
  HttpRequest.Builder anonymousRequest(String queryString) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.port() + "/v1/batch" + queryString));
  }

  Answer post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  Answer post(byte[] body) {
    return send(request().POST(BodyPublishers.ofByteArray(body)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      byte[] body = response.body();
      return new Answer(
          response.statusCode(), response, body.length == 0 ? null : Json.mapper().readTree(body));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  double count(String counter) {
    return registry.find(counter).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  void stopServer() {
    server.stop();
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
