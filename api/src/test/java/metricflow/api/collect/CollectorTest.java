package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import metricflow.api.collect.CollectorServer.Answer;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.RejectedEvent;
import metricflow.event.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CollectorTest {
  private static final String GOOD = "{\"event\":\"click\",\"distinct_id\":\"ada\"}";
  private static final String NAMELESS = "{\"distinct_id\":\"ada\",\"event_id\":\"e-2\"}";

  private final CollectorServer server = new CollectorServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void each_event_gets_its_own_verdict_in_the_order_sent() {
    Answer answer = server.post(batch(GOOD, NAMELESS, GOOD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.json().path("received_at").asText()).isEqualTo("2026-11-24T03:00:00Z");
    assertThat(answer.json().at("/results/0/status").asText()).isEqualTo("accepted");
    assertThat(answer.json().at("/results/1/status").asText()).isEqualTo("rejected");
    assertThat(answer.json().at("/results/1/event_id").asText()).isEqualTo("e-2");
    assertThat(answer.json().at("/results/1/problem/type").asText())
        .isEqualTo("/problems/event-name-missing");
    assertThat(answer.json().at("/results/2/event_id").asText())
        .isEqualTo(server.bus.events().get(1).eventId().toString());
  }

  @Test
  void a_rejected_event_is_kept_with_its_reason_and_text() {
    server.post(batch(GOOD, NAMELESS));

    assertThat(server.bus.rejected).hasSize(1);
    RejectedEvent kept = server.bus.rejected.getFirst();
    assertThat(kept.projectId()).isEqualTo(OneProject.PROJECT_ID);
    assertThat(kept.reason()).isEqualTo("event-name-missing");
    assertThat(kept.eventId()).isEqualTo("e-2");
    assertThat(kept.keyPrefix()).isEqualTo("mfw_0123");
    assertThat(kept.payload()).isEqualTo(NAMELESS);
  }

  @Test
  void received_events_are_accepted_or_rejected() {
    server.post(batch(GOOD, NAMELESS, GOOD));

    assertThat(server.count("metricflow.events.received")).isEqualTo(3);
    assertThat(server.count("metricflow.events.accepted")).isEqualTo(2);
    assertThat(server.count("metricflow.events.rejected")).isEqualTo(1);
  }

  @Test
  void accepted_events_are_counted_by_how_late_they_are() {
    server.post(
        batch(
            GOOD,
            at("2026-11-24T02:59:59Z"),
            at("2026-11-24T04:00:00Z"),
            at("2026-11-24T01:30:00Z"),
            at("2026-11-24T00:30:00Z"),
            at("2026-11-20T03:00:00Z"),
            at("2020-01-01T00:00:00Z")));

    assertThat(late("on_time")).isEqualTo(2);
    assertThat(late("future")).isEqualTo(1);
    assertThat(late("minutes")).isEqualTo(1);
    assertThat(late("hours")).isEqualTo(1);
    assertThat(late("days")).isEqualTo(1);
    assertThat(server.count("metricflow.events.lateness"))
        .isEqualTo(server.count("metricflow.events.accepted"));
    assertThat(
            server
                .registry
                .counter("metricflow.events.rejected", "reason", "event-time-too-old")
                .count())
        .isEqualTo(1);
  }

  private static String at(String time) {
    return "{\"event\":\"click\",\"distinct_id\":\"ada\",\"event_time\":\"%s\"}".formatted(time);
  }

  private double late(String how) {
    return server.registry.counter("metricflow.events.lateness", "late", how).count();
  }

  @Test
  void an_event_of_two_megabytes_is_rejected_and_the_rest_accepted() {
    String huge =
        "{\"event\":\"huge\",\"distinct_id\":\"ada\",\"properties\":{\"x\":\"%s\"}}"
            .formatted("a".repeat(2 << 20));

    Answer answer = server.post(batch(GOOD, huge, GOOD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().at("/results/1/problem/type").asText())
        .isEqualTo("/problems/event-too-large");
    assertThat(server.bus.rejected.getFirst().payload())
        .hasSizeLessThan(33_000)
        .endsWith("a… [cut after 32768 bytes]");
  }

  @Test
  void a_rejected_event_that_is_not_too_large_is_kept_whole() {
    String nameless =
        "{\"distinct_id\":\"ada\",\"properties\":{\"x\":\"%s\"}}".formatted("ü".repeat(16_000));

    server.post(batch(GOOD, nameless));

    assertThat(server.bus.rejected.getFirst().payload()).isEqualTo(nameless);
  }

  @Test
  void the_limits_of_an_event_and_of_a_batch_can_be_set() {
    String large =
        "{\"event\":\"a\",\"distinct_id\":\"b\",\"page\":\"%s\"}".formatted("x".repeat(300));
    try (CollectorServer narrow =
        new CollectorServer(
            Map.of("METRICFLOW_MAX_EVENT_BYTES", "200", "METRICFLOW_MAX_BATCH_BYTES", "60"))) {
      Answer answer =
          narrow.post(
              CollectorServer.gzip(batch(GOOD, large, GOOD).getBytes(StandardCharsets.UTF_8)));

      assertThat(answer.json().at("/results/0/status").asText()).isEqualTo("accepted");
      assertThat(answer.json().at("/results/1/problem/type").asText())
          .isEqualTo("/problems/event-too-large");
      assertThat(answer.json().at("/results/2/problem/type").asText())
          .isEqualTo("/problems/batch-too-large");
    }
  }

  @Test
  void a_batch_has_500_kilobytes_after_inflation() {
    String event =
        "{\"event\":\"a\",\"distinct_id\":\"b\",\"page\":\"%s\"}".formatted("x".repeat(30_000));
    byte[] sent =
        CollectorServer.gzip(
            batch(Collections.nCopies(20, event).toArray(String[]::new))
                .getBytes(StandardCharsets.UTF_8));
    assertThat(sent).as("small before inflation").hasSizeLessThan(10_000);

    Answer answer = server.post(sent);

    assertThat(answer.json().path("accepted").asInt()).isEqualTo(512_000 / event.length());
    assertThat(server.bus.rejected)
        .allMatch(rejected -> rejected.reason().equals("batch-too-large"))
        .allMatch(rejected -> rejected.payload().equals(event));
  }

  @Test
  void the_correlation_id_goes_with_the_batch_and_its_rejects() {
    String id = "0199b1c2-0000-7000-8000-000000000001";

    server.send(
        server
            .request()
            .header("X-Correlation-Id", id)
            .POST(BodyPublishers.ofString(batch(GOOD, NAMELESS))));

    assertThat(server.bus.batches.getFirst().correlationId()).hasToString(id);
    assertThat(server.bus.rejected.getFirst().correlationId()).hasToString(id);
  }

  @Test
  void a_batch_without_a_good_event_is_answered_422_with_the_verdicts() {
    Answer answer = server.post(batch(NAMELESS, "17"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.type()).isEqualTo("/problems/no-event-accepted");
    assertThat(answer.json().path("results")).hasSize(2);
    assertThat(server.bus.rejected).hasSize(2);
    assertThat(server.bus.batches).isEmpty();
  }

  @Test
  void an_empty_batch_is_answered_200() {
    assertThat(server.post(batch()).status()).isEqualTo(200);
    assertThat(server.bus.batches).isEmpty();
  }

  @Test
  void more_entries_than_a_batch_may_have_are_refused_together() {
    Answer answer = server.post("{\"batch\":[1" + ",1".repeat(10_000) + "]}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.type()).isEqualTo("/problems/batch-too-large");
  }

  @Test
  void the_largest_batch_of_the_smallest_events_fits_a_bus_record() {
    String smallest = "{\"event\":\"a\",\"distinct_id\":\"b\"}";
    Answer answer = server.post("{\"batch\":[" + smallest + ("," + smallest).repeat(9_999) + "]}");

    assertThat(answer.json().path("accepted").asInt()).isEqualTo(10_000);
    assertThat(EventBatchCodec.encode(server.bus.batches.getFirst())).hasSizeLessThan(1_000_000);
  }

  @Test
  void a_wrong_client_clock_is_corrected_by_whole_steps() {
    server.post(
        """
        {"sent_at":"2026-11-24T01:00:02Z",
         "batch":[{"event":"click","distinct_id":"ada","event_time":"2026-11-24T00:59:57Z"}]}\
        """);

    Event event = server.bus.events().getFirst();
    assertThat(Instant.ofEpochMilli(event.eventTime())).isEqualTo("2026-11-24T02:59:57Z");
    assertThat(Instant.ofEpochMilli(event.clientTime())).isEqualTo("2026-11-24T00:59:57Z");
  }

  @Test
  void the_request_tells_country_and_client_where_the_event_does_not() {
    server.send(
        server
            .request()
            .header("CF-IPCountry", "de")
            .header(
                "User-Agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/126.0.0.0 Safari/537.36")
            .POST(
                BodyPublishers.ofString(
                    batch(GOOD, "{\"event\":\"a\",\"distinct_id\":\"b\",\"country\":\"FR\"}"))));

    assertThat(server.bus.events())
        .extracting(Event::country, Event::device, Event::browser, Event::os)
        .containsExactly(
            tuple("DE", "desktop", "Chrome", "Windows"),
            tuple("FR", "desktop", "Chrome", "Windows"));
  }

  @Test
  void text_plain_is_read_as_json() {
    Answer answer =
        server.send(
            server
                .request()
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(BodyPublishers.ofString(batch(GOOD))));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void without_the_bus_the_client_is_told_to_come_back() {
    server.bus.down = true;

    Answer answer = server.post(batch(GOOD));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.type()).isEqualTo("/problems/bus-unavailable");
    assertThat(answer.header("Retry-After")).isNotBlank();
    assertThat(server.count("metricflow.events.received")).isEqualTo(1);
    assertThat(server.count("metricflow.events.unconfirmed")).isEqualTo(1);
    assertThat(server.count("metricflow.events.accepted")).isZero();
  }

  @Test
  void nothing_is_answered_before_the_bus_acknowledges() {
    CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
    server.bus.acknowledgement = acknowledgement;
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> server.post(batch(GOOD)));
    server.bus.published.acquireUninterruptibly();

    assertThat(answer).isNotDone();
    acknowledgement.complete(null);
    assertThat(answer.join().status()).isEqualTo(200);
  }

  @Test
  void a_request_being_stored_is_answered_before_the_server_stops() {
    CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
    server.bus.acknowledgement = acknowledgement;
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> server.post(batch(GOOD)));
    server.bus.published.acquireUninterruptibly();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stopServer);
    assertThat(stopped).isNotDone();
    acknowledgement.complete(null);

    assertThat(answer.join().status()).isEqualTo(200);
    stopped.join();
  }

  private static String batch(String... events) {
    return "{\"batch\":[" + String.join(",", events) + "]}";
  }

  @Test
  void unicode_survives() {
    server.post(
        batch("{\"event\":\"größe 🎉\",\"distinct_id\":\"ada\"}").getBytes(StandardCharsets.UTF_8));

    assertThat(server.bus.events().getFirst().event()).isEqualTo("größe 🎉");
  }
}
