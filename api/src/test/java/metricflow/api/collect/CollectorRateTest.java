package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import metricflow.api.collect.CollectorServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CollectorRateTest {
  private static final String EVENT = "{\"event\":\"click\",\"distinct_id\":\"ada\"}";
  private static final String BATCH = "{\"batch\":[" + EVENT + "]}";

  /** So low that what a test sends does not refill: a bucket of 5 events, then 1 a second. */
  private final CollectorServer server =
      new CollectorServer(
          Map.of(
              "METRICFLOW_MAX_EVENTS_PER_SECOND", "1", "METRICFLOW_MAX_STRANGERS_PER_SECOND", "1"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_project_over_its_rate_is_told_when_to_come_back() {
    assertThat(server.post(batchOf(600)).status()).isEqualTo(200);

    Answer answer = server.post(BATCH);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.type()).isEqualTo("/problems/rate-exceeded");
    assertThat(answer.json().path("detail").asText()).contains("more than 1 events a second");
    assertThat(answer.json().path("remedy").asText()).contains("Retry-After");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 595);
  }

  @Test
  void a_request_over_the_rate_is_refused_whole_unread_and_counted() {
    server.post(batchOf(600));

    Answer answer = server.post("this is not JSON");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(server.bus.events()).hasSize(600);
    assertThat(server.bus.rejected).isEmpty();
    assertThat(
            server
                .registry
                .counter("metricflow.requests.refused", "reason", "rate-exceeded")
                .count())
        .isEqualTo(1);
    assertThat(server.count("metricflow.events.received")).isEqualTo(600);
  }

  @Test
  void a_key_in_the_body_does_not_escape_the_limit() {
    server.post(batchOf(600));

    Answer answer =
        server.send(
            server
                .anonymousRequest("")
                .POST(
                    BodyPublishers.ofString(
                        "{\"write_key\":\"%s\",\"batch\":[%s]}"
                            .formatted(OneProject.WRITE_KEY, EVENT))));

    assertThat(answer.status()).isEqualTo(429);
  }

  @Test
  void bodies_that_cannot_be_read_count_too() {
    for (int i = 0; i < 100; i++) {
      server.post("{");
    }

    assertThat(server.post(BATCH).status()).isEqualTo(429);
  }

  @Test
  void an_address_that_tries_keys_is_told_to_wait_and_no_longer_kept() {
    int refusedForTheKey = 0;
    Answer last = null;
    for (int i = 0; i < 100; i++) {
      last =
          server.send(
              server
                  .anonymousRequest("?write_key=mfw_guess_" + i)
                  .POST(BodyPublishers.ofString(BATCH)));
      refusedForTheKey += last.status() == 401 ? 1 : 0;
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isNotBlank();
    assertThat(refusedForTheKey).isBetween(5, 50);
    assertThat(server.bus.rejected).hasSize(refusedForTheKey);
  }

  @Test
  void strangers_do_not_shut_out_a_known_key_of_the_same_address() {
    for (int i = 0; i < 100; i++) {
      server.send(server.anonymousRequest("").POST(BodyPublishers.ofString(BATCH)));
    }

    assertThat(server.post(BATCH).status()).isEqualTo(200);
  }

  private static String batchOf(int events) {
    return "{\"batch\":[" + EVENT + ("," + EVENT).repeat(events - 1) + "]}";
  }
}
