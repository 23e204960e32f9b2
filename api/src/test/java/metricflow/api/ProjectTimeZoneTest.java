package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import metricflow.api.RunningApi.Answer;
import metricflow.api.trino.ScriptedTrino;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question that names no time zone is about the days of its project. */
class ProjectTimeZoneTest {
  private static final String DAY =
      """
      {"kind":"%s","from":"2026-11-23","to":"2026-11-23"%s}\
      """;
  private static final String PERSONS = DAY.formatted("persons", "");

  @TempDir private Path lake;
  private final ScriptedTrino trino = new ScriptedTrino("[]", 1);
  private RunningApi api;
  private String id;
  private String key;

  @BeforeEach
  void start() throws Exception {
    api = new RunningApi(trino, lake, Map.of());
    JsonNode project = api.project("Shop");
    id = project.path("project_id").asText();
    key = project.path("read_key").asText();
  }

  @AfterEach
  void stop() {
    api.close();
    trino.close();
  }

  @Test
  void a_question_that_names_none_is_about_days_of_the_project() throws Exception {
    assertThat(zone(ask(PERSONS))).isEqualTo("UTC");
    live("Europe/Berlin");

    Answer berlin = ask(PERSONS);
    assertThat(zone(berlin)).isEqualTo("Europe/Berlin");
    assertThat(berlin.json().path("sql").asText())
        .contains("2026-11-22 23:00:00")
        .contains("2026-11-23 23:00:00");
    for (String kind : new String[] {"retention", "stickiness", "lifecycle", "paths"}) {
      assertThat(zone(ask(DAY.formatted(kind, "")))).as(kind).isEqualTo("Europe/Berlin");
    }
  }

  @Test
  void the_zone_that_a_question_names_wins() throws Exception {
    live("Europe/Berlin");

    assertThat(zone(ask(DAY.formatted("persons", ",\"time_zone\":\"Asia/Tokyo\""))))
        .isEqualTo("Asia/Tokyo");
    assertThat(zone(ask(DAY.formatted("persons", ",\"time_zone\":\"UTC\"")))).isEqualTo("UTC");
  }

  @Test
  void kinds_without_zones_stay_with_utc() throws Exception {
    live("Europe/Berlin");

    assertThat(zone(ask(DAY.formatted("daily_active_users", "")))).isEqualTo("UTC");
    assertThat(zone(ask("{\"kind\":\"sql\",\"sql\":\"SELECT event FROM events\"}")))
        .isEqualTo("UTC");
  }

  @Test
  void an_answer_is_kept_for_the_zone_that_counted() throws Exception {
    assertThat(ask(PERSONS).header("X-Answer")).isEqualTo("computed");
    live("Europe/Berlin");
    assertThat(ask(PERSONS).header("X-Answer")).isEqualTo("computed");

    live("UTC");
    assertThat(ask(PERSONS).header("X-Answer")).isIn("kept", "stale");
    // The same zone, whoever names it, is the same question.
    Answer named = ask(DAY.formatted("persons", ",\"time_zone\":\"UTC\""));
    assertThat(named.header("X-Answer")).isIn("kept", "stale");
  }

  @Test
  void another_project_has_its_own() throws Exception {
    live("Europe/Berlin");
    String other = api.project("Blog").path("read_key").asText();

    assertThat(zone(api.post("/v1/query?explain=true", other, PERSONS))).isEqualTo("UTC");
  }

  @Test
  void exports_and_saved_insights_are_about_the_same_days() throws Exception {
    live("Europe/Berlin");
    Answer insight =
        api.post("/v1/insights", key, "{\"name\":\"Who\",\"query\":%s}".formatted(PERSONS));
    String path = "/v1/insights/" + insight.json().path("insight_id").asText();

    assertThat(zone(api.get(path + "/answer?explain=true", key))).isEqualTo("Europe/Berlin");
    assertThat(insight.json().path("query").has("time_zone")).isFalse();
    assertThat(api.post("/v1/export?format=csv", key, PERSONS).status()).isEqualTo(200);
    assertThat(trino.statements().getLast()).contains("2026-11-22 23:00:00");
  }

  @Test
  void the_export_of_an_insight_is_about_the_last_days_of_its_answer() throws Exception {
    live("Asia/Tokyo");
    String insight =
        """
        {"name":"Who","last_days":7,"query":{"kind":"persons"}}\
        """;
    String id = api.post("/v1/insights", key, insight).json().path("insight_id").asText();
    String path = "/v1/insights/" + id;

    Answer answer = api.get(path + "/answer", key);
    Answer csv = api.get(path + "/export?format=csv", key);
    assertThat(csv.status()).as(csv.body()).isEqualTo(200);
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(midnights(trino.statements().getLast()))
        .hasSize(2)
        .isEqualTo(midnights(answer.json().path("sql").asText()));
  }

  /** The instants in a statement at which days begin in Tokyo, which never changes its clock. */
  private static List<String> midnights(String sql) {
    return Pattern.compile("\\d{4}-\\d\\d-\\d\\d 15:00:00")
        .matcher(sql)
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private void live(String zone) throws Exception {
    Answer put =
        api.send(
            "PUT",
            "/v1/projects/" + id,
            RunningApi.ADMIN_KEY,
            "{\"name\":\"Shop\",\"time_zone\":\"%s\"}".formatted(zone),
            Map.of());
    assertThat(put.status()).as(put.body()).isEqualTo(200);
  }

  private Answer ask(String question) throws Exception {
    // Nobody tells of changes in this lake: without the header an answer is good for five seconds.
    Map<String, String> anyAge = Map.of("Cache-Control", "max-age=3600");
    return api.send("POST", "/v1/query?explain=true", key, question, anyAge);
  }

  private static String zone(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/explain/time_zone").asText();
  }
}
