package metricflow.jobs.erasure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The live view in Redis. Only the streaming job writes it, so that is asked to make it anew from
 * the lake: feed, live funnels and visitors are then without the person.
 */
final class LiveView {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long POLL_MILLIS = 300;

  private final URI rebuild;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The view of the streaming job whose port this is, on this machine. */
  LiveView(int streamingPort) {
    rebuild = URI.create("http://127.0.0.1:" + streamingPort + "/rebuild-live");
  }

  /** Has it made anew; returns {@code rebuilt}, or why it could not be. */
  String rebuild() {
    try {
      Map<String, String> state =
          ask(HttpRequest.newBuilder(rebuild).POST(HttpRequest.BodyPublishers.noBody()));
      while ("running".equals(state.get("state"))) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        state = ask(HttpRequest.newBuilder(rebuild).GET());
      }
      return "done".equals(state.get("state"))
          ? "rebuilt"
          : "not rebuilt: " + state.getOrDefault("reason", "streaming answered " + state);
    } catch (IOException unreachable) {
      return "not rebuilt: the streaming job does not answer on " + rebuild;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "not rebuilt: the job was stopped";
    }
  }

  private Map<String, String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(answer.body())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, json.getText());
        }
      }
    }
    return fields;
  }
}
