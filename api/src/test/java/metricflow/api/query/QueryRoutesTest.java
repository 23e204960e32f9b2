package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import metricflow.api.metadata.Database;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.web.ClientWatch;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.ServedRoutes;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code POST /v1/query} over HTTP; in Trino's place stands an engine that can be made to wait. */
@Timeout(60)
class QueryRoutesTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
  private static final String QUESTION =
      """
      {"kind":"daily_active_users","from":"2026-11-23","to":"2026-11-23"}\
      """;

  private final MetadataStore store = Database.H2.open();
  private final Projects projects = new JdbcProjects(store, Clock.systemUTC());
  private final String key = readKey("ours");
  private final String otherKey = readKey("theirs");
  private final ClientWatch clients = new ClientWatch();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private volatile boolean waits;
  private volatile ProblemType failure;
  private final QueryDesk desk =
      new QueryDesk(
          this::run,
          new LakeNames("lake"),
          Optional::empty,
          Clock.systemUTC(),
          Duration.ofSeconds(30),
          () -> reads -> Optional.of("never changes"),
          1 << 20,
          new QueryMetrics(new SimpleMeterRegistry()));
  private final ServedRoutes server =
      new ServedRoutes(
          List.of(
              new QueryRoutes(new ReadAccess(projects), desk, clients, id -> ProjectContext.NONE)));

  @AfterEach
  void stop() {
    server.close();
    clients.close();
    store.close();
  }

  @Test
  void an_answer_says_how_it_was_served_and_is_not_sent_twice_to_who_has_it() throws Exception {
    HttpResponse<String> first = ask(key, Map.of());
    assertThat(header(first, "X-Answer")).isEqualTo("computed");
    assertThat(header(first, "Age")).isEqualTo("0");

    HttpResponse<String> again = ask(key, Map.of());
    assertThat(header(again, "X-Answer")).isEqualTo("kept");
    assertThat(again.body()).startsWith("{\"cached\":true,\"stale\":false,\"age_seconds\":");

    HttpResponse<String> known = ask(key, Map.of("If-None-Match", header(again, "ETag")));
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(header(ask(key, Map.of("Cache-Control", "no-cache")), "X-Answer"))
        .isEqualTo("computed");
    assertThat(header(ask(otherKey, Map.of()), "X-Answer")).isEqualTo("computed");
  }

  @Test
  void a_client_that_goes_away_ends_its_statement() throws Exception {
    waits = true;
    try (Socket impatient = send()) {
      begun.await();
      assertThat(cancelled).isNotDone();
    }
    cancelled.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_statement_that_another_client_waits_for_goes_on() throws Exception {
    waits = true;
    CompletableFuture<HttpResponse<String>> patient =
        server.client().sendAsync(request(key, Map.of()), BodyHandlers.ofString());
    begun.await();
    try (Socket impatient = send()) {
      assertThat(impatient.isConnected()).isTrue();
    }
    waits = false;

    assertThat(patient.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(cancelled).isNotDone();
  }

  @Test
  void who_is_sent_away_is_told_when_to_come_back() throws Exception {
    failure = ProblemType.RATE_EXCEEDED;
    HttpResponse<String> refused = ask(key, Map.of());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "Retry-After")).isEqualTo("9");

    failure = ProblemType.LAKE_UNAVAILABLE;
    HttpResponse<String> away = ask(key, Map.of());
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(header(away, "Retry-After")).isEqualTo("9");
  }

  private Rows run(Caller caller, SqlStatement statement) {
    if (failure != null) {
      throw new ProblemException(new Problem(failure, "not now", 9));
    }
    if (statement.sql().contains("rollup_days")) {
      return new Rows(List.of(), 0, Map.of());
    }
    try (Cancellation.Listening _ =
        caller.cancellation().onCancel(() -> cancelled.complete(null))) {
      begun.countDown();
      while (waits && !caller.cancellation().isCancelled()) {
        Thread.yield();
      }
      caller.cancellation().check();
      return new Rows(List.of(Row.of(MONDAY, 5L)), 7, Map.of("events", 12L));
    }
  }

  private String readKey(String name) {
    return projects.create(name).readKey();
  }

  private Socket send() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    String head =
        "POST /v1/query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(key, QUESTION.length());
    socket.getOutputStream().write((head + QUESTION).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> ask(String readKey, Map<String, String> headers) throws Exception {
    return server.client().send(request(readKey, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(String readKey, Map<String, String> headers) {
    HttpRequest.Builder request =
        server.request("/v1/query", readKey).POST(BodyPublishers.ofString(QUESTION));
    headers.forEach(request::header);
    return request.build();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
