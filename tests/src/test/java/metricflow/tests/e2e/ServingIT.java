package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/** Answers are kept but never stale, shared fairly, given up when nobody waits, there in need. */
class ServingIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String RUNNING = "metricflow_queries_running ";
  private static final String CANCELLED =
      "metricflow_queries_total{answer=\"cancelled\",kind=\"sql\"}";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

  private final Instance instance = Instance.fromEnvironment();
  private final Project project = Project.create(instance, "serving");
  private final Project other = Project.create(instance, "serving, next door");

  @Test
  void an_answer_is_kept_until_an_event_comes_and_never_crosses_to_another_project()
      throws Exception {
    visit("ann", "bob", "cid");
    inTheLake(3);
    Answer first = ask(project, users(), Map.of());
    assertThat(total(first)).isEqualTo(3);

    Answer again = ask(project, users(), Map.of());
    assertThat(header(again, "X-Answer")).isEqualTo("kept");
    assertThat(header(again, "Age")).matches("\\d+");
    assertThat(again.body().path("cached").booleanValue()).isTrue();
    assertThat(again.body().path("as_of")).isEqualTo(first.body().path("as_of"));
    assertThat(
            askAnyStatus(project, users(), Map.of("If-None-Match", header(again, "ETag"))).status())
        .isEqualTo(304);

    visit("dot");
    inTheLake(4);
    Answer fresh = ask(project, users(), Map.of());
    assertThat(total(fresh)).isEqualTo(4);
    assertThat(fresh.body().path("cached").booleanValue()).isFalse();

    Map<String, Object> before =
        Map.of(
            "kind", "daily_active_users",
            "from", TODAY.toString(),
            "to", TODAY.toString(),
            "version", first.body().path("version"));
    assertThat(total(ask(project, before, Map.of()))).isEqualTo(3);
    assertThat(header(ask(project, before, Map.of()), "X-Answer")).isEqualTo("kept");
    assertThat(total(ask(other, before, Map.of()))).isZero();
    assertThat(total(ask(other, users(), Map.of()))).isZero();
  }

  @Test
  void a_query_whose_client_has_gone_is_cancelled_in_trino() throws Exception {
    String name = "gone_" + project.id();
    double before = metric(CANCELLED);
    try (Socket client = new Socket(instance.api().getHost(), instance.api().getPort())) {
      post(client, JSON.writeValueAsBytes(endless(name)));
      Await.upTo(SOON, "Trino to run the query")
          .until(() -> named(name), query -> query.path("state").asText().equals("RUNNING"));
    }
    // Well within the time limit, which would end it as well.
    JsonNode ended =
        Await.upTo(Duration.ofSeconds(8), "the query to end")
            .until(() -> named(name), query -> query.path("state").asText().equals("FAILED"));
    assertThat(ended.path("errorCode").path("name").asText()).isEqualTo("USER_CANCELED");
    Await.upTo(SOON, "the API to count it")
        .until(() -> metric(CANCELLED), count -> count == before + 1);
    Await.upTo(SOON, "the API to run nothing").until(() -> metric(RUNNING), count -> count == 0);
  }

  @Test
  void a_greedy_project_is_told_to_wait_and_another_is_answered() throws Exception {
    int asked = 120;
    HttpClient greedy = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      answers.add(greedy.sendAsync(request(project, funnel(1000 + i)), BodyHandlers.ofString()));
    }
    HttpResponse<String> refused =
        Await.upTo(SOON, "a refusal").until(() -> refusal(answers), answer -> answer != null);
    assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
    assertThat(refused.body()).contains("/problems/rate-exceeded");

    ask(other, users(), Map.of());
    greedy.shutdownNow();
    Await.upTo(SOON, "the API to run nothing").until(() -> metric(RUNNING), count -> count == 0);
  }

  @Test
  void without_trino_live_works_kept_answers_are_given_with_their_age_and_others_are_503()
      throws Exception {
    visit("ann", "bob");
    inTheLake(2);
    assertThat(total(ask(project, users(), Map.of()))).isEqualTo(2);
    Cli cli = new Cli(instance);
    cli.run("kill", "trino");
    try {
      visit("cid");
      Await.upTo(SOON, "the live view to show the third visit")
          .until(project::live, live -> live.path("events_last_hour").asInt() == 3);
      Answer stale = ask(project, users(), Map.of());
      assertThat(total(stale)).isEqualTo(2);
      assertThat(stale.body().path("stale").booleanValue()).isTrue();
      assertThat(header(stale, "X-Answer")).isEqualTo("stale");
      assertThat(header(stale, "Age")).matches("\\d+");

      Answer refused = askAnyStatus(project, funnel(77), Map.of());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
      assertThat(askAnyStatus(other, users(), Map.of()).status()).isEqualTo(503);
      project.api().get("/health/ready", null).expect(200);
    } finally {
      cli.run("start", "trino");
      // Registers what is not registered yet, and is seen to be done.
      cli.run("start", "catalog");
    }
    Answer back =
        Await.upTo(Duration.ofMinutes(2), "Trino to answer")
            .until(
                () -> askAnyStatus(project, users(), Map.of()),
                answer -> answer.status() == 200 && !answer.body().path("stale").booleanValue());
    assertThat(total(back)).isEqualTo(3);
  }

  private void post(Socket client, byte[] body) throws IOException {
    String head =
        "POST /v1/query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(project.readKey(), body.length);
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().write(body);
    client.getOutputStream().flush();
  }

  /** Trino's account of the query with a column of that name. */
  private JsonNode named(String column) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + instance.trino() + "/v1/query"))
            .header("X-Trino-User", "metricflow-admin")
            .build();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (JsonNode query : JSON.readTree(http.send(request, BodyHandlers.ofString()).body())) {
        if (query.path("query").asText().contains(column)) {
          return query;
        }
      }
      return MissingNode.getInstance();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The sum of the API's measurements that begin like this. */
  private double metric(String begin) {
    return project
        .api()
        .get("/metrics", null)
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static HttpResponse<String> refusal(
      List<CompletableFuture<HttpResponse<String>>> answers) {
    return answers.stream()
        .filter(CompletableFuture::isDone)
        .filter(answer -> !answer.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .filter(answer -> answer.statusCode() == 429)
        .findFirst()
        .orElse(null);
  }

  private HttpRequest request(Project asking, Map<String, Object> question) throws IOException {
    return HttpRequest.newBuilder(instance.api().resolve("/v1/query"))
        .header("Authorization", "Bearer " + asking.readKey())
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
        .build();
  }

  private static Map<String, Object> users() {
    return Map.of("kind", "daily_active_users", "from", TODAY.toString(), "to", TODAY.toString());
  }

  private static Map<String, Object> funnel(int window) {
    return Map.of(
        "kind", "funnel",
        "from", TODAY.toString(),
        "to", TODAY.toString(),
        "conversion_window_seconds", window,
        "steps", List.of(Project.step("visit"), Project.step("sign_up")));
  }

  /** SQL that would run for hours. */
  private static Map<String, Object> endless(String column) {
    String numbers = "UNNEST(sequence(1, 10000))";
    return Map.of(
        "kind",
        "sql",
        "sql",
        "SELECT count(*) AS %1$s FROM %2$s a (x), %2$s b (y), %2$s c (z) WHERE x * y %% z = 1"
            .formatted(column, numbers));
  }

  private void visit(String... persons) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (String person : persons) {
      events.add(Map.of("event", "visit", "distinct_id", person));
    }
    project.send(events).expect(200);
  }

  private void inTheLake(int events) throws Exception {
    try (LakeSql lake = new LakeSql(instance)) {
      Await.upTo(SOON, events + " events in the lake")
          .until(
              () -> lake.number("SELECT count(*) FROM events WHERE project_id = ?", project.id()),
              rows -> rows == events);
    }
  }

  private static Answer ask(
      Project asking, Map<String, Object> question, Map<String, String> headers) {
    return askAnyStatus(asking, question, headers).expect(200);
  }

  private static Answer askAnyStatus(
      Project asking, Map<String, Object> question, Map<String, String> headers) {
    try {
      return asking
          .api()
          .post("/v1/query", asking.readKey(), JSON.writeValueAsBytes(question), headers);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int total(Answer answer) {
    return answer.body().path("total").path(0).asInt(-1);
  }

  private static String header(Answer answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
