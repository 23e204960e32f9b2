package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.ApiClient;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Instance;
import org.junit.jupiter.api.Test;

/** A team works with a project: invites, rotates a key, saves, and sees what has been done. */
class TeamIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BATCHES_PER_KEY = 10;
  private static final int EVENTS_PER_BATCH = 5;
  private static final int SENT = 3 * BATCHES_PER_KEY * EVENTS_PER_BATCH;

  private final Instance instance = Instance.fromEnvironment();
  private final ApiClient api = new ApiClient(instance.api());

  @Test
  void a_team_rotates_its_key_without_losing_an_event_and_finds_everything_it_did()
      throws Exception {
    JsonNode project = project("team");
    String owner = project.at("/owner/token").asText();
    String editor =
        api.post(
                "/v1/members",
                owner,
                Map.of("email", "bo@example.com", "name", "Bo", "role", "editor"))
            .expect(201)
            .body()
            .path("token")
            .asText();

    rotateWhileSending(owner, project.path("write_key").asText());
    String insight = saveInsight(editor);
    String board = saveBoard(editor, insight);
    theInsightCountsEveryEvent(insight, editor);
    theSchemaIsKnownAndDescribed(editor);
    theOwnerSeesWhatWasDone(owner, editor, insight, board);
    nobodyElseSeesAnyOfIt(insight, board);
  }

  private JsonNode project(String name) {
    return api.post(
            "/v1/projects",
            instance.adminKey(),
            Map.of("name", name, "owner", Map.of("email", "ada@example.com", "name", "Ada")))
        .expect(201)
        .body();
  }

  /** The old key sends before, while and after it is replaced; the new one from then on. */
  private void rotateWhileSending(String owner, String oldKey) throws Exception {
    String keyId = "";
    for (JsonNode key : api.get("/v1/keys", owner).expect(200).body().path("keys")) {
      keyId = key.path("kind").asText().equals("write") ? key.path("key_id").asText() : keyId;
    }
    CountDownLatch underWay = new CountDownLatch(1);
    try (ExecutorService page = Executors.newSingleThreadExecutor()) {
      Future<?> old =
          page.submit(() -> {
            for (int batch = 0; batch < 2 * BATCHES_PER_KEY; batch++) {
              send(oldKey);
              underWay.countDown();
            }
          });
      assertThat(underWay.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      String newKey =
          api.post("/v1/keys/" + keyId + "/rotate", owner, Map.of("grace_seconds", 3_600))
              .expect(201)
              .body()
              .path("key")
              .asText();
      for (int batch = 0; batch < BATCHES_PER_KEY; batch++) {
        send(newKey);
      }
      old.get();
    }
  }

  private void send(String key) {
    List<Map<String, Object>> batch = new ArrayList<>();
    for (int i = 0; i < EVENTS_PER_BATCH; i++) {
      batch.add(
          Map.of(
              "event",
              "purchase",
              "event_id",
              UUID.randomUUID().toString(),
              "distinct_id",
              "ada",
              "properties",
              Map.of("amount", 9.5, "ordered_on", "2026-11-23", "coupon", i == 0 ? 7 : "SPRING")));
    }
    Answer answer = api.post("/v1/batch", key, Map.of("batch", batch)).expect(200);
    assertThat(answer.body().path("accepted").asInt()).isEqualTo(EVENTS_PER_BATCH);
  }

  private String saveInsight(String editor) {
    Map<String, Object> query =
        Map.of("kind", "trends", "series", List.of(Map.of("event", "purchase")));
    Map<String, Object> insight = Map.of("name", "Sales", "last_days", 2, "query", query);
    Answer saved = api.post("/v1/insights", editor, insight).expect(201);
    String path = "/v1/insights/" + saved.body().path("insight_id").asText();
    Map<String, Object> renamed = Map.of("name", "Purchases", "last_days", 2, "query", query);
    api.put(path, editor, renamed, "\"1\"").expect(200);
    api.put(path, editor, insight, "\"1\"").expect(412);
    return path;
  }

  private String saveBoard(String editor, String insight) {
    String id = insight.substring(insight.lastIndexOf('/') + 1);
    Map<String, Object> board =
        Map.of("name", "Shop", "tiles", List.of(Map.of("text", "Sales"), Map.of("insight_id", id)));
    return "/v1/dashboards/"
        + api.post("/v1/dashboards", editor, board)
            .expect(201)
            .body()
            .path("dashboard_id")
            .asText();
  }

  private void theInsightCountsEveryEvent(String insight, String editor) {
    JsonNode answer =
        Await.upTo(PATIENCE, "%d purchases in the insight".formatted(SENT))
            .until(
                () -> api.get(insight + "/answer", editor).expect(200).body(),
                body -> body.at("/groups/0/lines/0/total").asInt() >= SENT);
    assertThat(answer.at("/groups/0/lines/0/total").asInt()).isEqualTo(SENT);
    assertThat(answer.path("sql").asText()).contains("purchase");
  }

  private void theSchemaIsKnownAndDescribed(String editor) {
    api.put(
            "/v1/schema/properties",
            editor,
            Map.of("name", "properties.amount", "description", "In euros", "owner", "Bo"),
            "*")
        .expect(200);

    JsonNode event = api.get("/v1/schema/events", editor).expect(200).body().at("/events/0");
    assertThat(event.path("name").asText()).isEqualTo("purchase");
    assertThat(event.path("events").asInt()).isEqualTo(SENT);
    assertThat(event.path("last_seen").asText()).isNotBlank();
    JsonNode properties =
        api.get("/v1/schema/properties?event=purchase&days=2", editor).expect(200).body();
    assertThat(type(properties, "amount")).isEqualTo("number");
    assertThat(type(properties, "ordered_on")).isEqualTo("date");
    assertThat(type(properties, "coupon")).isEqualTo("mixed");
    assertThat(property(properties, "amount").path("description").asText()).isEqualTo("In euros");
    assertThat(property(properties, "amount").at("/examples/0").asText()).isEqualTo("9.5");
    assertThat(property(properties, "coupon").at("/types/number").asInt())
        .isEqualTo(SENT / EVENTS_PER_BATCH);
  }

  private static String type(JsonNode properties, String name) {
    return property(properties, name).path("type").asText();
  }

  private static JsonNode property(JsonNode properties, String name) {
    for (JsonNode property : properties.path("properties")) {
      if (property.path("name").asText().equals("properties." + name)) {
        return property;
      }
    }
    throw new AssertionError("no %s in %s".formatted(name, properties));
  }

  private void theOwnerSeesWhatWasDone(String owner, String editor, String insight, String board) {
    api.get("/v1/audit", editor).expect(403);
    List<String> done = new ArrayList<>();
    for (JsonNode entry : api.get("/v1/audit", owner).expect(200).body().path("entries")) {
      done.add(
          "%s %s %s"
              .formatted(
                  entry.at("/actor/name").asText(),
                  entry.path("action").asText(),
                  entry.path("subject_kind").asText()));
    }
    assertThat(done)
        .containsSubsequence(
            "bo@example.com describe property",
            "bo@example.com create dashboard",
            "bo@example.com update insight",
            "bo@example.com create insight",
            "ada@example.com rotate key",
            "ada@example.com create member",
            "installation admin create project");
    assertThat(done).filteredOn("bo@example.com update insight"::equals).hasSize(1);
    api.get(board, owner).expect(200);
    assertThat(api.delete(insight, owner).status()).isEqualTo(428);
  }

  private void nobodyElseSeesAnyOfIt(String insight, String board) {
    String other = project("another team").at("/owner/token").asText();

    api.get(insight, other).expect(404);
    api.get(insight + "/answer", other).expect(404);
    api.get(insight + "/export", other).expect(404);
    api.get(board, other).expect(404);
    assertThat(api.get("/v1/insights", other).expect(200).body().path("insights")).isEmpty();
    assertThat(api.get("/v1/schema/events", other).expect(200).body().path("events")).isEmpty();
    assertThat(api.get("/v1/audit", other).expect(200).text()).doesNotContain("bo@example.com");
  }
}
