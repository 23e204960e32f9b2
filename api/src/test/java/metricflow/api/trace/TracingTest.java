package metricflow.api.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import metricflow.api.bus.TracedBus;
import metricflow.api.web.WebDefaults;
import metricflow.bus.EventBatch;
import metricflow.config.Config;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {
  private final TraceReceiver receiver = new TraceReceiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void there_are_no_traces_unless_somebody_takes_them() throws Exception {
    Tracing none = Tracing.of(Config.from(Map.of()));

    assertThat(none).isSameAs(Tracing.OFF);
    assertThat(none.isOn()).isFalse();
    assertThat(traceIdInTheLog(none, "/things/7")).isEqualTo("null");
  }

  @Test
  void log_lines_of_a_request_have_its_trace_id() throws Exception {
    String logged;
    try (Tracing tracing = tracing()) {
      logged = traceIdInTheLog(tracing, "/things/7");
    }

    assertThat(receiver.span("GET /things/{id}").traceId()).isEqualTo(logged);
  }

  @Test
  void a_request_that_no_route_takes_is_called_by_its_method_alone() throws Exception {
    try (Tracing tracing = tracing()) {
      traceIdInTheLog(tracing, "/elsewhere/mfr_secret");
    }

    assertThat(receiver.span("GET").attributes())
        .containsEntry("http.response.status_code", "404")
        .doesNotContainKey("http.route");
    assertThat(receiver.text()).doesNotContain("mfr_secret");
  }

  @Test
  void a_batch_on_the_bus_is_a_span_until_it_is_acknowledged() {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try (Tracing tracing = tracing()) {
      CompletableFuture<Void> published =
          new TracedBus((batch, rejected) -> acknowledged, tracing).publish(batch(), List.of());
      assertThat(published).isNotDone();
      acknowledged.completeExceptionally(
          new ProblemException(ProblemType.BUS_UNAVAILABLE, "Not now."));
      assertThat(published).isCompletedExceptionally();
    }

    TraceReceiver.Received span = receiver.span("bus publish");
    assertThat(span.failed()).isTrue();
    assertThat(span.attributes())
        .containsEntry("metricflow.project_id", "7")
        .containsEntry("metricflow.events", "0")
        .containsEntry("error.type", "bus-unavailable");
  }

  @Test
  void nobody_is_kept_waiting_by_a_receiver_that_is_away() {
    receiver.close();

    try (Tracing tracing = tracing()) {
      assertThat(tracing.<Integer>call("a call", "redis", () -> 7)).isEqualTo(7);
    }
  }

  @Test
  void what_is_wrong_with_the_settings_is_named() {
    assertThatThrownBy(() -> Tracing.of(Config.from(Map.of("METRICFLOW_OTLP_ENDPOINT", "there"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_OTLP_ENDPOINT is 'there'");
    Map<String, String> tooMany =
        Map.of("METRICFLOW_OTLP_ENDPOINT", receiver.endpoint(), "METRICFLOW_TRACES_PERCENT", "101");
    assertThatThrownBy(() -> Tracing.of(Config.from(tooMany)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_TRACES_PERCENT is 101");
  }

  private Tracing tracing() {
    return Tracing.of(Config.from(Map.of("METRICFLOW_OTLP_ENDPOINT", receiver.endpoint() + "/")));
  }

  private static EventBatch batch() {
    return new EventBatch(7, new UUID(0, 1), 0, 0, List.of());
  }

  private static String traceIdInTheLog(Tracing tracing, String path) throws Exception {
    Javalin server =
        Javalin.create(
                config -> {
                  WebDefaults.apply(config, new SimpleMeterRegistry(), tracing);
                  config.routes.get(
                      "/things/{id}",
                      context -> context.result(String.valueOf(MDC.get("trace_id"))));
                })
            .start("127.0.0.1", 0);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } finally {
      server.stop();
    }
  }
}
