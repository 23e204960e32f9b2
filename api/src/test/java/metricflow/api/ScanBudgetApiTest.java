package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import metricflow.api.RunningApi.Answer;
import metricflow.api.trino.ScriptedTrino;
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
  private final ScriptedTrino trino = new ScriptedTrino("[[7]]", 150 * MB);
  private RunningApi api;
  private String greedy;
  private String other;

  @BeforeEach
  void start() throws Exception {
    api = new RunningApi(trino, lake, Map.of("METRICFLOW_PROJECT_SCAN_MB_PER_MINUTE", "100"));
    greedy = api.project("Greedy").path("read_key").asText();
    other = api.project("Other").path("read_key").asText();
  }

  @AfterEach
  void stop() {
    api.close();
    trino.close();
  }

  @Test
  void a_project_that_has_read_its_bytes_is_told_when_to_come_back() throws Exception {
    Answer first = api.post("/v1/query", greedy, COUNT);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.json().path("bytes_scanned").asLong()).isEqualTo(150 * MB);

    Answer refused = api.post("/v1/query", greedy, ANOTHER);

    assertThat(refused.status()).isEqualTo(429);
    // 50 of 100 MB a minute are owed: half a minute, less what has passed meanwhile.
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(15, 30);
    assertThat(refused.json().path("type").asText()).isEqualTo("/problems/rate-exceeded");
    assertThat(refused.json().path("detail").asText())
        .contains("100 MB")
        .contains(refused.header("Retry-After") + " s");
    assertThat(trino.statements()).hasSize(1);
  }

  @Test
  void an_export_counts_and_is_refused_as_a_question_is() throws Exception {
    assertThat(api.post("/v1/export?format=csv", greedy, COUNT).body()).isEqualTo("n\r\n7\r\n");

    for (String path : List.of("/v1/export?format=csv", "/v1/query")) {
      Answer refused = api.post(path, greedy, ANOTHER);
      assertThat(refused.status()).as(path).isEqualTo(429);
      assertThat(refused.header("Retry-After")).as(path).isNotEmpty();
    }
    String insight = "{\"name\":\"Count\",\"query\":%s}".formatted(ANOTHER);
    String id = api.post("/v1/insights", greedy, insight).json().path("insight_id").asText();
    assertThat(api.get("/v1/insights/" + id + "/export", greedy).status()).isEqualTo(429);
  }

  @Test
  void an_answer_that_is_kept_and_another_project_cost_nothing() throws Exception {
    api.post("/v1/query", greedy, COUNT);

    Map<String, String> anyAge = Map.of("Cache-Control", "max-age=3600");
    Answer kept = api.send("POST", "/v1/query", greedy, COUNT, anyAge);
    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.header("X-Answer")).isIn("kept", "stale");
    assertThat(api.post("/v1/query", other, ANOTHER).status()).isEqualTo(200);
  }

  @Test
  void what_is_refused_is_counted() throws Exception {
    api.post("/v1/query", greedy, COUNT);
    api.post("/v1/query", greedy, ANOTHER);

    assertThat(api.get("/metrics", "").body().lines())
        .contains("metricflow_query_budget_refused_total 1.0")
        .anyMatch(line ->
            line.startsWith("metricflow_query_problems_total")
                && line.contains("problem=\"rate-exceeded\""));
  }
}
