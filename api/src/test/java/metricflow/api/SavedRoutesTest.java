package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import metricflow.api.StoreServer.Tenant;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SavedRoutesTest {
  private static final String INSIGHT =
      """
      {"name":"Sales","description":"What we sell","query":{"kind":"trends","from":"2026-11-01",
       "to":"2026-11-23","series":[{"event":"purchase"}]}}\
      """;
  private static final String LAST_WEEK =
      """
      {"name":"Sales of a week","last_days":7,"query":{"kind":"trends",
       "time_zone":"Pacific/Auckland","series":[{"event":"purchase"}]}}\
      """;
  private static final String REPORT =
      """
      {"name":"Weekly","insight_id":"%s","format":"csv","recipients":["ada@example.com"],
       "schedule":{"cron":"0 7 * * 1","time_zone":"Europe/Berlin"}}\
      """;

  private final StoreServer server = new StoreServer();
  private Tenant shop;
  private Tenant blog;

  @BeforeEach
  void projects() throws Exception {
    shop = server.tenant("Shop");
    blog = server.tenant("Blog");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_insight_is_saved_shown_listed_and_asked() throws Exception {
    Answer saved = post("/v1/insights", INSIGHT);

    assertThat(saved.status()).isEqualTo(201);
    assertThat(saved.text("created_by")).isEqualTo("All");
    Answer shown = server.get(insightPath(saved), shop.readKey());
    assertThat(shown.json()).isEqualTo(saved.json());
    assertThat(shown.response().headers().firstValue("ETag")).contains("\"1\"");
    assertThat(server.get("/v1/insights", shop.readKey()).json().at("/insights/0"))
        .isEqualTo(saved.json());
    JsonNode asked = server.get(insightPath(saved) + "/answer", shop.readKey()).json();
    assertThat(asked.path("project_id").asInt()).isEqualTo(shop.projectId());
    assertThat(asked.path("question")).isEqualTo(saved.json().path("query"));
  }

  @Test
  void an_insight_of_the_last_days_ends_today_where_its_days_begin() throws Exception {
    Answer saved = post("/v1/insights", LAST_WEEK);

    JsonNode asked =
        server.get(insightPath(saved) + "/answer", shop.readKey()).json().path("question");
    // Noon in UTC is the next day in Auckland.
    assertThat(asked.path("from").asText()).isEqualTo("2026-11-18");
    assertThat(asked.path("to").asText()).isEqualTo("2026-11-24");
    assertThat(saved.json().at("/query/from").isMissingNode()).isTrue();
  }

  @Test
  void without_a_zone_the_last_days_end_today_in_the_project() throws Exception {
    server.send(
        "PUT",
        "/v1/projects/" + shop.projectId(),
        shop.key(),
        "{\"name\":\"Shop\",\"time_zone\":\"Pacific/Auckland\"}");

    String trends = LAST_WEEK.replace("\"time_zone\":\"Pacific/Auckland\",", "");
    assertThat(lastDayOf(post("/v1/insights", trends))).isEqualTo("2026-11-24");
    // The kinds without zones have days in UTC.
    String users =
        "{\"name\":\"Users\",\"last_days\":7,\"query\":{\"kind\":\"daily_active_users\"}}";
    assertThat(lastDayOf(post("/v1/insights", users))).isEqualTo("2026-11-23");
  }

  private String lastDayOf(Answer insight) throws Exception {
    return server
        .get(insightPath(insight) + "/answer", shop.readKey())
        .json()
        .at("/question/to")
        .asText();
  }

  @Test
  void an_insight_is_exported_for_the_days_that_its_answer_is_about() throws Exception {
    for (String insight :
        List.of(INSIGHT, LAST_WEEK, LAST_WEEK.replace("\"time_zone\":\"Pacific/Auckland\",", ""))) {
      String path = insightPath(post("/v1/insights", insight));

      JsonNode exported = server.get(path + "/export?format=ndjson", shop.readKey()).json();
      assertThat(exported.path("format").asText()).isEqualTo("ndjson");
      assertThat(exported.path("project_id").asInt()).isEqualTo(shop.projectId());
      assertThat(exported.path("question"))
          .isEqualTo(server.get(path + "/answer", shop.readKey()).json().path("question"));
    }
  }

  @Test
  void an_insight_is_exported_for_other_days() throws Exception {
    String path = insightPath(post("/v1/insights", LAST_WEEK)) + "/export?format=csv";

    JsonNode exported =
        server
            .send("POST", path, shop.readKey(), "{\"from\":\"2026-10-01\",\"to\":\"2026-10-02\"}")
            .json()
            .path("question");
    assertThat(exported.path("from").asText()).isEqualTo("2026-10-01");
    assertThat(exported.path("to").asText()).isEqualTo("2026-10-02");
    assertThat(server.send("POST", path, shop.readKey(), "{\"kind\":\"sql\"}").status())
        .isEqualTo(400);
  }

  @Test
  void an_insight_is_asked_for_other_days() throws Exception {
    String path = insightPath(post("/v1/insights", INSIGHT)) + "/answer";

    JsonNode asked =
        server
            .send("POST", path, shop.readKey(), "{\"from\":\"2026-10-01\",\"to\":\"2026-10-02\"}")
            .json()
            .path("question");
    assertThat(asked.path("from").asText()).isEqualTo("2026-10-01");
    assertThat(asked.path("to").asText()).isEqualTo("2026-10-02");
    assertThat(server.send("POST", path, shop.readKey(), "{\"kind\":\"sql\"}").status())
        .isEqualTo(400);
    assertThat(server.send("POST", path, shop.readKey(), "{\"from\":\"soon\"}").text("detail"))
        .contains("from");
  }

  @Test
  void a_change_names_the_version_it_is_about() throws Exception {
    Answer saved = post("/v1/insights", INSIGHT);
    String renamed = INSIGHT.replace("Sales", "Revenue");

    assertThat(server.send("PUT", insightPath(saved), shop.key(), renamed).problem())
        .isEqualTo("precondition-missing");
    Answer put = put(insightPath(saved), "\"1\"", renamed);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.response().headers().firstValue("ETag")).contains("\"2\"");
    for (String stale : List.of("\"1\"", "\"x\"", "1", "\"99999999999\"")) {
      Answer refused = put(insightPath(saved), stale, INSIGHT);
      assertThat(refused.status()).as(stale).isEqualTo(412);
      assertThat(refused.problem()).isEqualTo("edit-conflict");
    }
    assertThat(server.get(insightPath(saved), shop.key()).text("name")).isEqualTo("Revenue");
    assertThat(delete(insightPath(saved), "\"1\"").status()).isEqualTo(412);
    assertThat(delete(insightPath(saved), "W/\"2\"").status()).isEqualTo(204);
    assertThat(server.get(insightPath(saved), shop.key()).status()).isEqualTo(404);
  }

  @Test
  void what_is_null_was_left_out() throws Exception {
    String insight =
        INSIGHT.replace("\"What we sell\"", "null").replace("}}", "},\"last_days\":null}");
    Answer saved = post("/v1/insights", insight);
    assertThat(saved.status()).as(saved.json().toString()).isEqualTo(201);
    assertThat(saved.json().has("description")).isFalse();
    assertThat(saved.json().has("last_days")).isFalse();

    Answer board =
        post(
            "/v1/dashboards",
            """
            {"name":"Board","description":null,
             "tiles":[{"text":"Hello","title":null,"insight_id":null}]}\
            """);
    assertThat(board.json().path("tiles").toString()).isEqualTo("[{\"text\":\"Hello\"}]");

    Answer report =
        post(
            "/v1/reports",
            """
            {"name":"Weekly","insight_id":"%s","dashboard_id":null,"format":"csv","recipients":null,
             "destination":"sales","schedule":{"cron":"0 7 * * 1","time_zone":null}}\
            """
                .formatted(saved.text("insight_id")));
    assertThat(report.json().at("/schedule").has("time_zone")).isFalse();
    assertThat(report.json().has("recipients")).isFalse();
    assertThat(report.json().has("dashboard_id")).isFalse();
  }

  @Test
  void a_dashboard_shows_insights_and_texts_in_order() throws Exception {
    String insightId = post("/v1/insights", INSIGHT).text("insight_id");
    Answer board = post("/v1/dashboards", board(insightId));

    assertThat(board.status()).isEqualTo(201);
    Answer shown = server.get("/v1/dashboards/" + board.text("dashboard_id"), shop.readKey());
    assertThat(shown.json().at("/tiles/0/text").asText()).isEqualTo("# Hello\nWorld");
    assertThat(shown.json().at("/tiles/1/insight_id").asText()).isEqualTo(insightId);
    Answer refused = delete("/v1/insights/" + insightId, "*");
    assertThat(refused.problem()).isEqualTo("in-use");
    assertThat(refused.text("detail")).contains("dashboard 'Board'");
  }

  @Test
  void a_report_is_due_by_its_schedule_and_after_its_run_a_week_later() throws Exception {
    String insightId = post("/v1/insights", INSIGHT).text("insight_id");
    Answer report = post("/v1/reports", REPORT.formatted(insightId));
    String path = "/v1/reports/" + report.text("report_id");
    assertThat(report.status()).isEqualTo(201);
    assertThat(server.get(path, shop.readKey()).text("next_run_at"))
        .isEqualTo("2026-11-30T06:00:00Z");
    assertThat(due()).isEmpty();

    server.clock().pass(Duration.ofDays(7));
    assertThat(due()).hasSize(1);
    Answer run = server.send("POST", path + "/runs", shop.key(), "{\"status\":\"delivered\"}");
    assertThat(run.text("next_run_at")).isEqualTo("2026-12-07T06:00:00Z");
    assertThat(run.text("last_status")).isEqualTo("delivered");
    assertThat(run.json().path("version").asInt()).isEqualTo(1);
    assertThat(due()).isEmpty();
  }

  @Test
  void a_reader_saves_nothing() throws Exception {
    String reader =
        server
            .send("POST", "/v1/keys", shop.key(), "{\"name\":\"R\",\"scopes\":[\"query:read\"]}")
            .text("key");
    String path = insightPath(post("/v1/insights", INSIGHT));

    assertThat(server.send("POST", "/v1/insights", reader, INSIGHT).problem())
        .isEqualTo("scope-missing");
    assertThat(server.send("PUT", path, reader, INSIGHT).status()).isEqualTo(403);
    assertThat(server.send("DELETE", path, reader, "").status()).isEqualTo(403);
    for (String read : List.of(path, path + "/answer", path + "/export?format=csv")) {
      assertThat(server.get(read, shop.writeKey()).status()).as(read).isEqualTo(403);
      assertThat(server.get(read, reader).status()).as(read).isEqualTo(200);
    }
  }

  @Test
  void what_another_project_saved_is_not_found_and_not_changed() throws Exception {
    String insightId = post("/v1/insights", INSIGHT).text("insight_id");
    String boardId = post("/v1/dashboards", board(insightId)).text("dashboard_id");
    String reportId = post("/v1/reports", REPORT.formatted(insightId)).text("report_id");
    Map<String, String> bodies =
        Map.of(
            "/v1/insights/" + insightId,
            INSIGHT,
            "/v1/dashboards/" + boardId,
            "{\"name\":\"Mine\",\"tiles\":[]}",
            "/v1/reports/" + reportId,
            REPORT.formatted(insightId));

    for (Map.Entry<String, String> item : bodies.entrySet()) {
      String path = item.getKey();
      JsonNode before = server.get(path, shop.key()).json();
      Map<String, String> any = Map.of("If-Match", "*");

      assertThat(server.get(path, blog.key()).status()).as(path).isEqualTo(404);
      assertThat(server.send("PUT", path, blog.key(), item.getValue(), any).status())
          .as(path)
          .isEqualTo(404);
      assertThat(server.send("DELETE", path, blog.key(), "", any).status()).as(path).isEqualTo(404);
      assertThat(server.get(path, shop.key()).json()).isEqualTo(before);
    }
    for (String asked : List.of("/answer", "/export?format=csv")) {
      String path = "/v1/insights/" + insightId + asked;
      assertThat(server.get(path, blog.key()).status()).as(path).isEqualTo(404);
      assertThat(server.send("POST", path, blog.key(), "{}").status()).as(path).isEqualTo(404);
    }
    assertThat(
            server
                .send(
                    "POST",
                    "/v1/reports/" + reportId + "/runs",
                    blog.key(),
                    "{\"status\":\"failed\"}")
                .status())
        .isEqualTo(404);
    for (String list : List.of("insights", "dashboards", "reports")) {
      assertThat(server.get("/v1/" + list, blog.key()).json().path(list)).as(list).isEmpty();
    }
    assertThat(server.send("POST", "/v1/dashboards", blog.key(), board(insightId)).text("detail"))
        .contains("no insight");
    assertThat(
            server
                .send("POST", "/v1/reports", blog.key(), REPORT.formatted(insightId))
                .text("detail"))
        .contains("no insight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "insights|{'name':'I'}|query",
        "insights|{'name':'I','query':'SELECT 1'}|query",
        "insights|{'name':'I','query':{'kind':'guess'}}|kind",
        "insights|{'name':'I','query':{'kind':'trends','series':[{}]}}|from",
        "insights|{'name':'I','query':{'kind':'trends','series':[{}]},'last_days':0}|last_days",
        "insights|{'name':'I','last_days':7,'query':{'kind':'trends','from':'2026-11-01','series':[{}]}}|from",
        "insights|{'name':'I','owner':1}|owner",
        "insights|{'name':'a\\u0000','last_days':7,'query':{'kind':'trends','series':[{}]}}|name",
        "dashboards|{'name':'D'}|tiles",
        "dashboards|{'name':'D','tiles':[{}]}|tiles[0]",
        "dashboards|{'name':'D','tiles':[{'text':'x','insight_id':'y'}]}|tiles[0]",
        "dashboards|{'name':'D','tiles':[{'insight_id':'x OR 1=1'}]}|no insight",
        "dashboards|{'name':'D','tiles':[{'text':'x','html':'y'}]}|html",
        "reports|{'name':'R'}|insight_id",
        "reports|{'name':'R','insight_id':'x','format':'exe'}|format",
        "reports|{'name':'R','insight_id':'x','format':'csv'}|recipients",
        "reports|{'name':'R','insight_id':'x','format':'csv','recipients':['nobody']}|recipients",
        "reports|{'name':'R','insight_id':'x','format':'csv','destination':'../etc'}|destination",
        "reports|{'name':'R','insight_id':'x','format':'csv','destination':'http://host/'}|destination",
        "reports|{'name':'R','insight_id':'x','format':'csv','destination':'a/b'}|schedule",
        "reports|{'name':'R','insight_id':'x','format':'csv','destination':'a/b','schedule':{'cron':'never'}}|cron"
      })
  void what_is_wrong_is_named(String kind, String body, String member) throws Exception {
    Answer refused = post("/v1/" + kind, body.replace('\'', '"'));

    assertThat(refused.status()).as(refused.json().toString()).isEqualTo(400);
    assertThat(refused.text("detail")).contains(member);
    assertThat(server.get("/v1/" + kind, shop.key()).json().path(kind)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE saved_items; --",
        "\\u0000\\ud800",
        "日本 😀",
        "<script>alert(1)</script>"
      })
  void texts_are_kept_as_they_are(String text) throws Exception {
    String body = "{\"name\":\"Board\",\"tiles\":[{\"text\":\"" + text + "\"}]}";
    Answer saved = post("/v1/dashboards", body);

    assertThat(saved.status()).isEqualTo(201);
    assertThat(saved.json().at("/tiles/0/text"))
        .isEqualTo(metricflow.api.web.Json.tree("\"" + text + "\""));
  }

  @Test
  void a_body_that_is_too_large_is_refused() throws Exception {
    String body = "{\"name\":\"" + "x".repeat(70_000) + "\"}";

    assertThat(post("/v1/dashboards", body).problem()).isEqualTo("body-too-large");
  }

  private JsonNode due() throws Exception {
    return server.get("/v1/reports?due=true", shop.readKey()).json().path("reports");
  }

  private static String board(String insightId) {
    return """
    {"name":"Board","tiles":[{"text":"# Hello\\nWorld"},{"insight_id":"%s","title":"S"}]}\
    """
        .formatted(insightId);
  }

  private static String insightPath(Answer saved) {
    return "/v1/insights/" + saved.text("insight_id");
  }

  private Answer post(String path, String body) throws Exception {
    return server.send("POST", path, shop.key(), body);
  }

  private Answer put(String path, String ifMatch, String body) throws Exception {
    return server.send("PUT", path, shop.key(), body, Map.of("If-Match", ifMatch));
  }

  private Answer delete(String path, String ifMatch) throws Exception {
    return server.send("DELETE", path, shop.key(), "", Map.of("If-Match", ifMatch));
  }
}
