package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import metricflow.api.collect.CollectorServer.Answer;
import metricflow.bus.RejectedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CollectorRefusalTest {
  private static final String BATCH = "{\"batch\":[{\"event\":\"click\",\"distinct_id\":\"ada\"}]}";

  private final CollectorServer server =
      new CollectorServer(Map.of("METRICFLOW_MAX_BODY_BYTES", "100000"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_key_may_be_a_bearer_token() {
    assertThat(server.post(BATCH).status()).isEqualTo(200);
  }

  @Test
  void the_key_may_be_in_the_address() {
    Answer answer =
        server.send(
            server
                .anonymousRequest("?write_key=" + OneProject.WRITE_KEY)
                .POST(BodyPublishers.ofString(BATCH)));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void the_key_may_be_in_the_body_even_last() {
    Answer answer =
        server.send(
            server
                .anonymousRequest("")
                .POST(
                    BodyPublishers.ofString(
                        BATCH.substring(0, BATCH.length() - 1)
                            + ",\"write_key\":\""
                            + OneProject.WRITE_KEY
                            + "\"}")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.bus.batches.getFirst().projectId()).isEqualTo(OneProject.PROJECT_ID);
  }

  @Test
  void a_request_without_a_key_is_refused() {
    Answer answer = server.send(server.anonymousRequest("").POST(BodyPublishers.ofString(BATCH)));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.type()).isEqualTo("/problems/write-key-missing");
  }

  @Test
  void an_unknown_key_is_refused_and_the_request_kept_without_a_project() {
    Answer answer =
        server.send(
            server
                .anonymousRequest("?write_key=mfw_unknown_key")
                .POST(BodyPublishers.ofString(BATCH)));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.type()).isEqualTo("/problems/write-key-unknown");
    RejectedEvent kept = server.bus.rejected.getFirst();
    assertThat(kept.projectId()).isNull();
    assertThat(kept.reason()).isEqualTo("write-key-unknown");
    assertThat(kept.keyPrefix()).isEqualTo("mfw_unkn");
    assertThat(kept.payload()).isEqualTo(BATCH);
  }

  @Test
  void malformed_json_is_refused_with_its_place_and_kept() {
    Answer answer = server.post("{\"batch\":[{\"event\":}]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.type()).isEqualTo("/problems/malformed-json");
    assertThat(answer.json().path("detail").asText()).contains("line 1, column");
    RejectedEvent kept = server.bus.rejected.getFirst();
    assertThat(kept.projectId()).isEqualTo(OneProject.PROJECT_ID);
    assertThat(kept.payload()).isEqualTo("{\"batch\":[{\"event\":}]}");
  }

  @Test
  void a_body_too_large_is_refused_saying_both_sizes() {
    Answer answer = server.post(new byte[150_000]);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.type()).isEqualTo("/problems/body-too-large");
    assertThat(answer.json().path("detail").asText()).contains("150000").contains("100000");
    assertThat(server.bus.rejected.getFirst().reason()).isEqualTo("body-too-large");
  }

  @Test
  void a_body_of_unannounced_length_is_refused_at_the_bound() {
    Answer answer =
        server.send(
            server
                .request()
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(30, new byte[10_000]))));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void a_gzip_bomb_is_stopped_at_the_bound() {
    byte[] bomb = bombOf(200 << 20);
    try (CollectorServer usual = new CollectorServer()) {
      Answer answer = usual.post(bomb);

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.type()).isEqualTo("/problems/body-too-large");
      assertThat(usual.bus.rejected.getFirst().payload()).endsWith("… [cut after 2048 bytes]");
    }
  }

  @Test
  void gzip_is_told_by_its_first_bytes_not_by_the_header() {
    byte[] compressed = CollectorServer.gzip(BATCH.getBytes(StandardCharsets.UTF_8));

    assertThat(server.post(compressed).status()).isEqualTo(200);
    assertThat(
            server
                .send(
                    server
                        .request()
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(compressed)))
                .status())
        .isEqualTo(200);
    assertThat(
            server
                .send(
                    server
                        .request()
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofString(BATCH)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_body_compressed_twice_is_refused() {
    byte[] twice =
        CollectorServer.gzip(CollectorServer.gzip(BATCH.getBytes(StandardCharsets.UTF_8)));

    Answer answer = server.post(twice);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.type()).isEqualTo("/problems/encoding-unsupported");
  }

  @Test
  void encodings_other_than_one_gzip_are_refused() {
    for (String encoding : new String[] {"br", "deflate", "gzip, gzip"}) {
      Answer answer =
          server.send(
              server
                  .request()
                  .header("Content-Encoding", encoding)
                  .POST(BodyPublishers.ofString(BATCH)));

      assertThat(answer.status()).as(encoding).isEqualTo(415);
    }
  }

  @Test
  void a_gzip_stream_cut_short_is_malformed() {
    byte[] compressed = CollectorServer.gzip(BATCH.getBytes(StandardCharsets.UTF_8));

    Answer answer = server.post(Arrays.copyOf(compressed, compressed.length / 2));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void any_origin_may_send() {
    Answer preflight =
        server.send(
            server
                .anonymousRequest("")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isNull();
    assertThat(server.post("{").header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void the_correlation_id_comes_back_when_it_is_a_uuid() {
    String id = "0199b1c2-0000-7000-8000-000000000001";
    Answer echoed =
        server.send(
            server.request().header("X-Correlation-Id", id).POST(BodyPublishers.ofString("{")));
    Answer fresh =
        server.send(
            server.request().header("X-Correlation-Id", "x").POST(BodyPublishers.ofString("{")));

    assertThat(echoed.header("X-Correlation-Id")).isEqualTo(id);
    assertThat(echoed.json().path("correlation_id").asText()).isEqualTo(id);
    assertThat(server.bus.rejected.getFirst().correlationId()).isEqualTo(UUID.fromString(id));
    assertThat(UUID.fromString(fresh.header("X-Correlation-Id"))).isNotNull();
  }

  @Test
  void another_method_is_a_problem_too() {
    Answer answer = server.send(server.request().GET());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.type()).isEqualTo("/problems/method-not-allowed");
    assertThat(answer.header("Allow")).contains("POST");
  }

  private static byte[] bombOf(int zeros) {
    return CollectorServer.gzip(new byte[zeros]);
  }
}
