package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.api.StoreServer.Tenant;
import metricflow.api.web.CorrelationId;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdministrationTest {
  private static final String READER = "{\"name\":\"Reports\",\"scopes\":[\"query:read\"]}";

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
  void a_key_is_shown_once_and_may_do_what_its_scopes_say() throws Exception {
    Answer made = server.send("POST", "/v1/keys", shop.key(), READER);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.response().headers().firstValue("Cache-Control")).contains("no-store");
    String key = made.text("key");
    assertThat(key).startsWith("mfr_").startsWith(made.text("starts_with"));
    Answer project = server.get("/v1/project", key);
    assertThat(project.json().path("scopes"))
        .extracting(JsonNode::asText)
        .containsOnly("query:read");
    assertThat(project.json().at("/actor/name").asText()).isEqualTo("Reports");
    Answer list = server.get("/v1/keys", shop.key());
    assertThat(list.json().path("keys"))
        .extracting(listed -> listed.path("key_id").asText())
        .hasSize(4)
        .contains(made.text("key_id"));
    assertThat(list.json().toString()).doesNotContain(key).doesNotContain("\"key\"");
  }

  @Test
  void a_key_without_the_scope_is_told_which_it_lacks() throws Exception {
    for (String path : List.of("/v1/keys", "/v1/audit", "/v1/projects/" + shop.projectId())) {
      Answer refused = server.get(path, shop.readKey());

      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.text("detail"))
          .isEqualTo("This needs the scope project:admin; the key has query:read, project:write.");
    }
    String reader = server.send("POST", "/v1/keys", shop.key(), READER).text("key");
    assertThat(server.send("POST", "/v1/funnels", reader, "{}").text("detail"))
        .contains("project:write");
  }

  @Test
  void rotating_the_write_key_leaves_the_old_one_for_the_grace() throws Exception {
    String id =
        server
            .get("/v1/keys", shop.key())
            .json()
            .path("keys")
            .valueStream()
            .filter(key -> key.path("kind").asText().equals("write"))
            .findFirst()
            .orElseThrow()
            .path("key_id")
            .asText();

    Answer fresh =
        server.send("POST", "/v1/keys/" + id + "/rotate", shop.key(), "{\"grace_seconds\":60}");

    assertThat(fresh.status()).isEqualTo(201);
    assertThat(fresh.text("replaces")).isEqualTo(id);
    assertThat(server.projects().byWriteKey(shop.writeKey())).isPresent();
    assertThat(server.projects().byWriteKey(fresh.text("key"))).isPresent();
    server.clock().pass(Duration.ofSeconds(60));
    assertThat(server.projects().byWriteKey(shop.writeKey())).isEmpty();
    assertThat(server.projects().byWriteKey(fresh.text("key"))).isPresent();
  }

  @Test
  void a_revoked_key_is_refused_and_gone_from_the_list() throws Exception {
    Answer made = server.send("POST", "/v1/keys", shop.key(), READER);

    Answer revoked = server.send("DELETE", "/v1/keys/" + made.text("key_id"), shop.key(), "");

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(server.get("/v1/project", made.text("key")).problem()).isEqualTo("read-key-unknown");
    assertThat(server.get("/v1/keys", shop.key()).json().path("keys")).hasSize(3);
    assertThat(server.send("DELETE", "/v1/keys/" + made.text("key_id"), shop.key(), "").status())
        .isEqualTo(404);
  }

  @Test
  void keys_of_another_project_are_not_found_and_not_changed() throws Exception {
    String id = server.get("/v1/keys", shop.key()).json().at("/keys/0/key_id").asText();
    JsonNode before = server.get("/v1/keys", shop.key()).json();

    assertThat(server.send("DELETE", "/v1/keys/" + id, blog.key(), "").status()).isEqualTo(404);
    assertThat(server.send("POST", "/v1/keys/" + id + "/rotate", blog.key(), "{}").status())
        .isEqualTo(404);
    assertThat(server.get("/v1/keys?project_id=" + shop.projectId(), blog.key()).json().toString())
        .doesNotContain(id);
    assertThat(server.get("/v1/keys", shop.key()).json()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'K','scopes':[]}|scopes",
        "{'name':'K','scopes':['root']}|scopes",
        "{'name':'K','scopes':['events:write','query:read']}|scopes",
        "{'name':'K'}|scopes",
        "{'name':'','scopes':['query:read']}|name",
        "{'name':'a\\u0000b','scopes':['query:read']}|name",
        "{'name':'a\\ud800','scopes':['query:read']}|name",
        "{'name':7,'scopes':['query:read']}|name",
        "{'name':'K','scopes':['query:read'],'expires_at':'2020-01-01T00:00:00Z'}|expires_at",
        "{'name':'K','scopes':['query:read'],'expires_at':'+999999999-01-01T00:00:00Z'}|expires_at",
        "{'name':'K','scopes':['query:read'],'expires_at':'soon'}|expires_at",
        "{'name':'K','scopes':['query:read'],'project_id':2}|project_id",
        "[]|body"
      })
  void what_is_wrong_with_a_key_is_named(String body, String member) throws Exception {
    Answer refused = server.send("POST", "/v1/keys", shop.key(), body.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains(member);
    assertThat(server.get("/v1/keys", shop.key()).json().path("keys")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE api_keys; --",
        "Robert\\\"); DELETE FROM projects",
        "<script>",
        "日本"
      })
  void texts_are_kept_as_they_are_and_do_nothing(String text) throws Exception {
    String body = READER.replace("Reports", text);
    Answer made = server.send("POST", "/v1/keys", shop.key(), body);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("name")).isEqualTo(text.replace("\\\"", "\""));
    assertThat(server.get("/v1/keys", shop.key()).json().path("keys")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%01", "1%27%20OR%201=1", "-1", "99999999999999999999", "1;DROP"})
  void what_is_no_identity_is_not_found(String id) throws Exception {
    assertThat(server.send("DELETE", "/v1/keys/" + id, shop.key(), "").status()).isEqualTo(404);
    assertThat(server.get("/v1/projects/" + id, StoreServer.ADMIN_KEY).status()).isEqualTo(404);
    assertThat(server.get("/v1/keys?project_id=" + id, StoreServer.ADMIN_KEY).status())
        .isEqualTo(404);
  }

  @Test
  void a_body_that_is_too_large_is_refused() throws Exception {
    String body = READER.replace("Reports", "x".repeat(20_000));

    assertThat(server.send("POST", "/v1/keys", shop.key(), body).problem())
        .isEqualTo("body-too-large");
  }

  @Test
  void settings_are_put_whole_and_seen_by_the_installation() throws Exception {
    String path = "/v1/projects/" + shop.projectId();
    String body = "{\"name\":\"Shop 2\",\"time_zone\":\"Europe/Berlin\",\"retention_days\":90}";

    Answer put = server.send("PUT", path, shop.key(), body);

    assertThat(put.status()).isEqualTo(200);
    assertThat(put.json().path("retention_days").asInt()).isEqualTo(90);
    assertThat(server.get(path, shop.key()).json()).isEqualTo(put.json());
    assertThat(server.get("/v1/project", shop.key()).text("name")).isEqualTo("Shop 2");
    JsonNode all = server.get("/v1/projects", StoreServer.ADMIN_KEY).json();
    assertThat(all.at("/projects/0")).isEqualTo(put.json());
    assertThat(all.at("/projects/1/retention_days").isNull()).isTrue();
    Answer without = server.send("PUT", path, StoreServer.ADMIN_KEY, "{\"name\":\"Shop\"}");
    assertThat(without.text("time_zone")).isEqualTo("UTC");
    assertThat(without.json().path("retention_days").isNull()).isTrue();
  }

  @Test
  void a_project_keeps_its_events_for_seven_days_at_least() throws Exception {
    String path = "/v1/projects/" + shop.projectId();

    Answer seven = server.send("PUT", path, shop.key(), "{\"name\":\"Shop\",\"retention_days\":7}");
    assertThat(seven.json().path("retention_days").asInt()).isEqualTo(7);
    Answer six = server.send("PUT", path, shop.key(), "{\"name\":\"Shop\",\"retention_days\":6}");
    assertThat(six.problem()).isEqualTo("query-invalid");
    assertThat(server.get(path, shop.key()).json()).isEqualTo(seven.json());
  }

  @Test
  void settings_of_another_project_are_not_found() throws Exception {
    String path = "/v1/projects/" + shop.projectId();

    assertThat(server.get(path, blog.key()).status()).isEqualTo(404);
    assertThat(server.send("PUT", path, blog.key(), "{\"name\":\"Mine\"}").status()).isEqualTo(404);
    assertThat(server.get(path, shop.key()).text("name")).isEqualTo("Shop");
    assertThat(server.get("/v1/projects", shop.key()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'S','time_zone':'Mars/Olympus'}|time_zone",
        "{'name':'S','retention_days':0}|from 7 to 36600",
        "{'name':'S','retention_days':6}|is 6; it must be a whole number from 7 to 36600",
        "{'name':'S','retention_days':1.5}|retention_days",
        "{'time_zone':'UTC'}|name",
        "{'name':'S','owner':'x'}|owner"
      })
  void what_is_wrong_with_settings_is_named(String body, String member) throws Exception {
    Answer refused =
        server.send("PUT", "/v1/projects/" + shop.projectId(), shop.key(), body.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains(member);
  }

  @Test
  void the_audit_log_tells_who_did_what_page_by_page() throws Exception {
    UUID correlation = UUID.randomUUID();
    Answer made =
        server.send(
            "POST",
            "/v1/keys",
            shop.key(),
            READER,
            Map.of(CorrelationId.HEADER, correlation.toString()));

    JsonNode latest = server.get("/v1/audit?limit=1", shop.key()).json();
    JsonNode entry = latest.at("/entries/0");
    assertThat(entry.path("action").asText()).isEqualTo("create");
    assertThat(entry.path("subject_kind").asText()).isEqualTo("key");
    assertThat(entry.path("subject_id").asText()).isEqualTo(made.text("key_id"));
    assertThat(entry.at("/actor/kind").asText()).isEqualTo("key");
    assertThat(entry.at("/actor/name").asText()).isEqualTo("All");
    assertThat(entry.path("correlation_id").asText()).isEqualTo(correlation.toString());
    assertThat(entry.path("after_digest").asText()).hasSize(64);

    List<String> subjects = new ArrayList<>();
    JsonNode page = latest;
    while (true) {
      page.path("entries").forEach(one -> subjects.add(one.path("subject_kind").asText()));
      if (page.path("next").isNull()) {
        break;
      }
      page = server.get("/v1/audit?limit=1&before=" + page.path("next"), shop.key()).json();
    }
    assertThat(subjects).containsExactly("key", "key", "project");
  }

  @Test
  void the_audit_log_of_another_project_is_not_shown() throws Exception {
    server.send("POST", "/v1/keys", shop.key(), READER);

    assertThat(server.get("/v1/audit", blog.key()).json().path("entries")).hasSize(2);
    assertThat(server.get("/v1/audit?limit=0", blog.key()).text("detail")).contains("limit");
  }
}
