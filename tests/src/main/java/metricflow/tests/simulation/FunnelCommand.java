package metricflow.tests.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Saves the shop's funnel in the project unless one of that name is there. */
final class FunnelCommand {
  static final String NAME = "Landing to purchase";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WINDOW_SECONDS = 24 * 60 * 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiAddress api;

  FunnelCommand(ApiAddress api) {
    this.api = api;
  }

  /** Returns what was done, in one line. */
  String run() throws IOException, InterruptedException {
    JsonNode saved = exchange(request().GET(), 200);
    for (JsonNode funnel : saved.path("funnels")) {
      if (funnel.path("name").asText().equals(NAME)) {
        return "funnel '%s' is there already".formatted(NAME);
      }
    }
    String body =
        """
        {"name":"%s","conversion_window_seconds":%d,"steps":[%s,%s,{"event":"%s"},{"event":"%s"}]}
        """
            .formatted(
                NAME,
                WINDOW_SECONDS,
                pageView(World.LANDING),
                pageView(World.PRICING),
                SessionScript.SIGN_UP,
                SessionScript.PURCHASE);
    exchange(
        request()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        201);
    return "funnel '%s' saved".formatted(NAME);
  }

  private static String pageView(String page) {
    return """
    {"event":"page_view","filters":[{"property":"page","operator":"equals","value":"%s"}]}\
    """
        .formatted(page);
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(api.resolve("/v1/funnels"))
        .header("Authorization", "Bearer " + api.key("METRICFLOW_READ_KEY"));
  }

  private JsonNode exchange(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    JsonNode body = JSON.readTree(answer.body());
    if (answer.statusCode() != expected) {
      throw new IOException(
          "%s answered %d: %s"
              .formatted(
                  answer.request().uri(), answer.statusCode(), body.path("detail").asText()));
    }
    return body;
  }
}
