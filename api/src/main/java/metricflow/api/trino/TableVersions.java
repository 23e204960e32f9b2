package metricflow.api.trino;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import metricflow.api.web.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Delta versions that a finished statement read, from Trino's account of it: the very snapshot,
 * where asking the tables would tell of a later one.
 */
final class TableVersions {
  private static final Logger LOG = LoggerFactory.getLogger(TableVersions.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String address;
  private final String user;

  TableVersions(String address, String user) {
    this.address = address;
    this.user = user;
  }

  /** Version by name of the table; empty when Trino does not tell: an answer is none the worse. */
  Map<String, Long> read(String queryId) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://%s/v1/query/%s?pruned=true".formatted(address, queryId)))
            .header("X-Trino-User", user)
            .timeout(TIMEOUT)
            .build();
    Map<String, Long> versions = new HashMap<>();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != OK) {
        LOG.warn("Trino tells no table versions: status {}", response.statusCode());
        return Map.of();
      }
      for (JsonNode input : Json.mapper().readTree(response.body()).path("inputs")) {
        JsonNode version = input.path("connectorInfo").path("version");
        if (version.isIntegralNumber()) {
          versions.put(input.path("table").asText(), version.longValue());
        }
      }
    } catch (IOException unreachable) {
      LOG.warn("Trino tells no table versions", unreachable);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return versions;
  }
}
