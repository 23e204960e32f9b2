package metricflow.api.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import metricflow.api.metadata.Database;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.JdbcSavedFunnels;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.ServedRoutes;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProjectRoutesTest {
  private static final String ADMIN_KEY = "mfa_secret";
  private static final String FUNNEL =
      """
      {"name":"Landing to purchase","conversion_window_seconds":86400,"steps":[
       {"event":"page_view","filters":[{"property":"page","operator":"equals","value":"/"}]},
       {"event":"purchase"}]}\
      """;

  private final MetadataStore store = Database.H2.open();
  private final Projects projects = new JdbcProjects(store, Clock.systemUTC());
  private final AtomicInteger funnelsChanged = new AtomicInteger();
  private final ServedRoutes server = serverWithAdminKey(ADMIN_KEY);

  private ServedRoutes serverWithAdminKey(String adminKey) {
    return new ServedRoutes(
        List.of(
            new ProjectRoutes(
                projects,
                new JdbcSavedFunnels(store, Clock.systemUTC()),
                new ReadAccess(projects),
                new AdminAccess(adminKey),
                funnelsChanged::incrementAndGet)));
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void the_admin_key_creates_a_project_whose_keys_work() throws Exception {
    Answer created = server.post("/v1/projects", ADMIN_KEY, "{\"name\":\"Shop\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("name").asText()).isEqualTo("Shop");
    assertThat(created.json().path("write_key").asText()).startsWith("mfw_");
    Answer shown = server.get("/v1/project", created.json().path("read_key").asText());
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().path("project_id")).isEqualTo(created.json().path("project_id"));
    assertThat(shown.json().path("name").asText()).isEqualTo("Shop");
  }

  @ParameterizedTest
  @CsvSource({"mfa_wrong", "mfa_secre", "mfa_secret1"})
  void no_other_key_creates_one(String key) throws Exception {
    Answer answer = server.post("/v1/projects", key, "{\"name\":\"Shop\"}");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/admin-key-required");
  }

  @Test
  void without_an_admin_key_set_nobody_creates_one() throws Exception {
    try (ServedRoutes closed = serverWithAdminKey("")) {
      HttpRequest withoutKey =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closed.port() + "/v1/projects"))
              .POST(BodyPublishers.ofString("{\"name\":\"Shop\"}"))
              .build();

      assertThat(closed.client().send(withoutKey, BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
      assertThat(closed.post("/v1/projects", "", "{\"name\":\"Shop\"}").status()).isEqualTo(401);
    }
  }

  @Test
  void a_saved_funnel_is_listed_and_announced() throws Exception {
    String readKey = projects.create("Shop").readKey();

    Answer saved = server.post("/v1/funnels", readKey, FUNNEL);

    assertThat(saved.status()).isEqualTo(201);
    assertThat(saved.json().path("funnel_id").asText()).isNotBlank();
    assertThat(server.get("/v1/funnels", readKey).json().at("/funnels/0")).isEqualTo(saved.json());
    assertThat(saved.json().at("/steps/0/filters/0/property").asText()).isEqualTo("page");
    assertThat(funnelsChanged).hasValue(1);
  }

  @Test
  void funnels_of_another_project_are_not_shown() throws Exception {
    server.post("/v1/funnels", projects.create("Shop").readKey(), FUNNEL);

    assertThat(server.get("/v1/funnels", projects.create("Blog").readKey()).json().path("funnels"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "86400|0|conversion_window_seconds",
        "86400|31622401|conversion_window_seconds",
        "\"page\"|\"password\"|property",
        "\"equals\"|\"contains\"|operator",
        "\"page_view\"|\"\"|event",
        "\"Landing to purchase\"|7|name",
        "\"steps\"|\"step\"|step"
      })
  void what_is_wrong_with_a_funnel_is_named(String part, String wrong, String field)
      throws Exception {
    String readKey = projects.create("Shop").readKey();

    Answer answer = server.post("/v1/funnels", readKey, FUNNEL.replace(part, wrong));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/query-invalid");
    assertThat(answer.json().path("detail").asText()).contains(field);
    assertThat(funnelsChanged).hasValue(0);
  }

  @Test
  void a_funnel_has_two_steps_at_least() throws Exception {
    String readKey = projects.create("Shop").readKey();

    Answer answer =
        server.post(
            "/v1/funnels",
            readKey,
            "{\"name\":\"F\",\"conversion_window_seconds\":60,\"steps\":[{\"event\":\"a\"}]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains("steps").contains("2 to 20");
  }

  @Test
  void a_key_that_only_sends_is_told_the_scope_it_lacks() throws Exception {
    String writeKey = projects.create("Shop").writeKey();

    Answer refused = server.get("/v1/project", writeKey);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("type").asText()).isEqualTo("/problems/scope-missing");
    assertThat(refused.json().path("detail").asText())
        .isEqualTo("This needs the scope query:read; the key has events:write.");
    assertThat(server.get("/v1/project", "").json().path("type").asText())
        .isEqualTo("/problems/read-key-missing");
    Answer unknown = server.get("/v1/project", "mfr_" + "a".repeat(32));
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().path("detail").asText()).contains("query:read");
  }
}
