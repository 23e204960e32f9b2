package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import metricflow.api.trino.ScriptedTrino;
import metricflow.api.web.Json;
import metricflow.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code METRICFLOW_PROJECT_SCAN_MB_PER_MINUTE} as a client meets it: the whole API, started. */
class ScanBudgetApiTest {
  private static final long MB = 1L << 20;
  private static final String COUNT =
      """
      {"kind":"sql","sql":"SELECT count(*) FROM events"}\
      """;
  private static final String ANOTHER =
      """
      {"kind":"sql","sql":"SELECT count(*) FROM sessions"}\
      """;

  @TempDir private Path lake;
  private final ScriptedTrino trino = new ScriptedTrino(150 * MB);
  private final HttpClient client = HttpClient.newHttpClient();
  private Api api;
  private String greedy;
  private String other;

  @BeforeEach
  void start() throws Exception {
    api =
        Api.start(
            Config.from(
                Map.of(
                    "METRICFLOW_API_PORT", "0",
                    "METRICFLOW_REDIS", "127.0.0.1:1",
                    "METRICFLOW_TRINO", trino.address(),
                    "METRICFLOW_LAKE", lake.toString(),
                    "METRICFLOW_PROJECT_SCAN_MB_PER_MINUTE", "100",
                    "METRICFLOW_METADATA_URL", "jdbc:h2:mem:scan-budget-api-test",
                    "METRICFLOW_ADMIN_KEY", "mfa_test")),
            EnumSet.of(Role.QUERY));
    greedy = readKey("Greedy");
    other = readKey("Other");
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
    trino.close();
  }

  @Test
  void a_project_that_has_read_its_bytes_is_told_when_to_come_back() throws Exception {
    HttpResponse<String> first = send("/v1/query", greedy, COUNT);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(Json.tree(first.body()).path("bytes_scanned").asLong()).isEqualTo(150 * MB);

    HttpResponse<String> refused = send("/v1/query", greedy, ANOTHER);

    assertThat(refused.statusCode()).isEqualTo(429);
    // 50 of 100 MB a minute are owed: half a minute, less what has passed meanwhile.
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(20, 30);
    JsonNode problem = Json.tree(refused.body());
    assertThat(problem.path("type").asText()).isEqualTo("/problems/rate-exceeded");
    assertThat(problem.path("detail").asText())
        .contains("100 MB")
        .contains(header(refused, "Retry-After") + " s");
    assertThat(trino.statements()).hasSize(1);
  }

  @Test
  void an_export_counts_and_is_refused_as_a_question_is() throws Exception {
    assertThat(send("/v1/export?format=csv", greedy, COUNT).body()).isEqualTo("n\r\n7\r\n");

    for (String path : new String[] {"/v1/export?format=csv", "/v1/query"}) {
      HttpResponse<String> refused = send(path, greedy, ANOTHER);
      assertThat(refused.statusCode()).as(path).isEqualTo(429);
      assertThat(header(refused, "Retry-After")).as(path).isNotEmpty();
    }
  }

  @Test
  void an_answer_that_is_kept_and_another_project_cost_nothing() throws Exception {
    send("/v1/query", greedy, COUNT);

    HttpResponse<String> kept = send("/v1/query", greedy, COUNT);
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(header(kept, "X-Answer")).isEqualTo("kept");
    assertThat(send("/v1/query", other, ANOTHER).statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_refused_is_counted() throws Exception {
    send("/v1/query", greedy, COUNT);
    send("/v1/query", greedy, ANOTHER);

    assertThat(get("/metrics").lines())
        .contains("metricflow_query_budget_refused_total 1.0")
        .anyMatch(line ->
            line.startsWith("metricflow_query_problems_total")
                && line.contains("problem=\"rate-exceeded\""));
  }

  private String readKey(String name) throws Exception {
    return Json.tree(send("/v1/projects", "mfa_test", "{\"name\":\"" + name + "\"}").body())
        .path("read_key")
        .asText();
  }

  private HttpResponse<String> send(String path, String key, String body) throws Exception {
    return client.send(
        request(path)
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
