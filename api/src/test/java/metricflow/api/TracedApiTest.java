package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.api.RunningApi.Answer;
import metricflow.api.trace.TraceReceiver;
import metricflow.api.trace.TraceReceiver.Received;
import metricflow.api.trino.ScriptedTrino;
import metricflow.api.web.CorrelationId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at {@code METRICFLOW_OTLP_ENDPOINT} of requests to the whole API. */
class TracedApiTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";
  private static final String QUESTION =
      """
      {"kind":"sql","sql":"SELECT count(*) FROM events WHERE event = 'a secret'"}\
      """;

  @TempDir private Path lake;
  private final ScriptedTrino trino = new ScriptedTrino("[[7]]", 4_096);
  private final TraceReceiver receiver = new TraceReceiver();

  @AfterEach
  void stop() {
    receiver.close();
    trino.close();
  }

  @Test
  void a_request_is_a_span_of_its_client_s_trace_and_what_it_asks_of_others_are_its_children()
      throws Exception {
    UUID correlation = UUID.randomUUID();
    String projectId;
    try (RunningApi api = api(Map.of())) {
      JsonNode project = api.project("Shop");
      projectId = project.path("project_id").asText();
      assertThat(ask(api, project, correlation, "01").status()).isEqualTo(200);
    }

    Received request = receiver.span("POST /v1/query");
    assertThat(request.traceId()).isEqualTo(TRACE);
    assertThat(request.parentId()).isEqualTo(CLIENT_SPAN);
    assertThat(request.failed()).isFalse();
    assertThat(request.attributes())
        .containsEntry("http.route", "/v1/query")
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("metricflow.correlation_id", correlation.toString())
        .containsEntry("metricflow.project_id", projectId);
    List<Received> statements =
        receiver.spans().stream().filter(span -> span.name().equals("trino statement")).toList();
    assertThat(statements)
        .allSatisfy(statement -> {
          assertThat(statement.traceId()).isEqualTo(TRACE);
          assertThat(statement.parentId()).isEqualTo(request.spanId());
          assertThat(statement.attributes()).containsEntry("db.system.name", "trino");
        })
        .anySatisfy(statement ->
            assertThat(statement.attributes())
                .containsEntry("trino.query_id", ScriptedTrino.queryId(1))
                .containsEntry("metricflow.bytes_scanned", "4096")
                .containsEntry("metricflow.rows_scanned", "11"));
    Received read = receiver.span("redis freshness");
    assertThat(read.traceId()).isEqualTo(TRACE);
    assertThat(read.parentId()).isEqualTo(request.spanId());
  }

  @Test
  void a_span_holds_no_key_and_no_word_of_the_question() throws Exception {
    try (RunningApi api = api(Map.of())) {
      JsonNode project = api.project("Shop");
      ask(api, project, UUID.randomUUID(), "01");
      api.post("/v1/query?write_key=mfw_secret", "mfr_wrong", QUESTION);
      api.get("/v1/insights/mfr_secret", project.path("read_key").asText());
    }

    assertThat(receiver.text())
        .contains("POST /v1/query", "GET /v1/insights/{insight_id}")
        .doesNotContain("secret", "SELECT", "mfr_", "mfw_", "mfa_", "Bearer");
  }

  @Test
  void what_fails_is_told_by_its_kind() throws Exception {
    try (RunningApi api = api(Map.of("METRICFLOW_TRINO", "127.0.0.1:1"))) {
      ask(api, api.project("Shop"), UUID.randomUUID(), "01");
    }

    Received request = receiver.span("POST /v1/query");
    assertThat(request.failed()).isTrue();
    assertThat(request.attributes()).containsEntry("http.response.status_code", "503");
    Received statement = receiver.span("trino statement");
    assertThat(statement.failed()).isTrue();
    assertThat(statement.attributes()).containsEntry("error.type", "lake-unavailable");
  }

  @Test
  void a_client_that_does_not_trace_its_request_decides_for_us() throws Exception {
    try (RunningApi api = api(Map.of())) {
      ask(api, api.project("Shop"), UUID.randomUUID(), "00");
    }

    assertThat(receiver.spans()).extracting(Received::traceId).doesNotContain(TRACE);
    assertThat(receiver.span("POST /v1/projects").parentId()).isEmpty();
  }

  @Test
  void of_other_requests_a_share_is_traced() throws Exception {
    try (RunningApi api = api(Map.of("METRICFLOW_TRACES_PERCENT", "0"))) {
      ask(api, api.project("Shop"), UUID.randomUUID(), "01");
    }

    assertThat(receiver.spans()).extracting(Received::traceId).containsOnly(TRACE);
  }

  private RunningApi api(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("METRICFLOW_OTLP_ENDPOINT", receiver.endpoint());
    return new RunningApi(trino, lake, settings);
  }

  private static Answer ask(RunningApi api, JsonNode project, UUID correlation, String flags)
      throws Exception {
    return api.send(
        "POST",
        "/v1/query",
        project.path("read_key").asText(),
        QUESTION,
        Map.of(
            "traceparent",
            "00-%s-%s-%s".formatted(TRACE, CLIENT_SPAN, flags),
            CorrelationId.HEADER,
            correlation.toString()));
  }
}
