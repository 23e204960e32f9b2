package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import metricflow.problem.ProblemType;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/** What cannot be used is refused with the reason, kept for looking at, and harms no neighbour. */
class BadInputIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CORRELATION_ID = "X-Correlation-Id";

  private final Instance instance = Instance.fromEnvironment();
  private final Project project = Project.create(instance, "bad input");

  @Test
  void malformed_json_is_refused_and_kept() throws Exception {
    Answer answer =
        send(
            project.writeKey(),
            "{\"batch\":[{\"event\":".getBytes(StandardCharsets.UTF_8),
            Map.of());
    assertProblem(answer, ProblemType.MALFORMED_JSON);
    assertKept(answer, ProblemType.MALFORMED_JSON);
  }

  @Test
  void an_unknown_key_is_refused_and_what_it_sent_is_kept() throws Exception {
    Answer answer = send("mfw_" + "0".repeat(32), batch(event("ignored")), Map.of());
    assertProblem(answer, ProblemType.WRITE_KEY_UNKNOWN);
    assertKept(answer, ProblemType.WRITE_KEY_UNKNOWN);
  }

  @Test
  void an_event_without_a_name_is_kept_apart_and_its_neighbours_are_accepted() throws Exception {
    Answer answer =
        send(
            project.writeKey(),
            batch(event("before"), "{\"distinct_id\":\"ada\"}", event("after")),
            Map.of());
    assertOneRejected(answer, ProblemType.EVENT_NAME_MISSING);
    assertKept(answer, ProblemType.EVENT_NAME_MISSING);
    assertAccepted(answer);
  }

  @Test
  void an_event_of_two_megabytes_is_kept_apart_and_its_neighbours_are_accepted() throws Exception {
    String large =
        "{\"event\":\"large\",\"distinct_id\":\"ada\",\"properties\":{\"text\":\"%s\"}}"
            .formatted("x".repeat(2 * 1024 * 1024));
    Answer answer =
        send(project.writeKey(), batch(event("before"), large, event("after")), Map.of());
    assertOneRejected(answer, ProblemType.EVENT_TOO_LARGE);
    assertKept(answer, ProblemType.EVENT_TOO_LARGE);
    assertAccepted(answer);
  }

  @Test
  void a_gzip_bomb_is_refused_before_it_is_inflated_and_noted() throws Exception {
    Answer answer = send(project.writeKey(), bomb(), Map.of("Content-Encoding", "gzip"));
    assertProblem(answer, ProblemType.BODY_TOO_LARGE);
    assertKept(answer, ProblemType.BODY_TOO_LARGE);
  }

  private Answer send(String key, byte[] body, Map<String, String> headers) {
    return project.api().post("/v1/batch", key, body, headers);
  }

  private static void assertProblem(Answer answer, ProblemType type) {
    assertThat(answer.status()).isEqualTo(type.status());
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("type").asText()).isEqualTo(type.uri());
    assertThat(answer.body().path("status").asInt()).isEqualTo(type.status());
    assertThat(answer.body().path("title").asText()).isEqualTo(type.title());
    assertThat(answer.body().path("detail").asText()).isNotBlank();
  }

  /** The middle one of three. */
  private static void assertOneRejected(Answer answer, ProblemType type) {
    JsonNode body = answer.expect(200).body();
    assertThat(body.path("accepted").asInt()).isEqualTo(2);
    assertThat(body.path("rejected").asInt()).isEqualTo(1);
    JsonNode second = body.path("results").path(1);
    assertThat(second.path("status").asText()).isEqualTo("rejected");
    assertThat(second.path("problem").path("type").asText()).isEqualTo(type.uri());
    assertThat(second.path("problem").path("status").asInt()).isEqualTo(type.status());
  }

  private void assertKept(Answer answer, ProblemType type) throws Exception {
    String correlationId = answer.headers().firstValue(CORRELATION_ID).orElseThrow();
    try (LakeSql lake = new LakeSql(instance)) {
      List<List<Object>> kept =
          Await.upTo(PATIENCE, "the rejection %s in the lake".formatted(correlationId))
              .until(
                  () ->
                      lake.rows(
                          """
                          SELECT reason, detail, key_prefix FROM rejected_events
                          WHERE correlation_id = ?
                          """,
                          correlationId),
                  rows -> !rows.isEmpty());
      assertThat(kept).hasSize(1);
      assertThat(kept.getFirst().get(0)).isEqualTo(type.slug());
      assertThat((String) kept.getFirst().get(1)).isNotBlank();
      assertThat((String) kept.getFirst().get(2)).startsWith("mfw_");
    }
  }

  private void assertAccepted(Answer answer) throws Exception {
    try (LakeSql lake = new LakeSql(instance)) {
      for (int index : new int[] {0, 2}) {
        String eventId = answer.body().path("results").path(index).path("event_id").asText();
        Await.upTo(PATIENCE, "the accepted neighbour %s in the lake".formatted(eventId))
            .until(
                () ->
                    lake.number(
                        "SELECT count(*) FROM events WHERE project_id = ? AND event_id = ?",
                        project.id(),
                        eventId),
                rows -> rows == 1);
      }
    }
  }

  private static String event(String name) {
    return "{\"event\":\"%s\",\"distinct_id\":\"ada\",\"event_id\":\"%s\"}"
        .formatted(name, UUID.randomUUID());
  }

  private static byte[] batch(String... events) {
    return "{\"batch\":[%s]}".formatted(String.join(",", events)).getBytes(StandardCharsets.UTF_8);
  }

  /** 64 MiB of blanks in about 64 KiB. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] blanks = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 64; i++) {
        gzip.write(blanks);
      }
    }
    return out.toByteArray();
  }
}
