package metricflow.api.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import metricflow.api.metadata.Database;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.JdbcSavedCohorts;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.ServedRoutes;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CohortRoutesTest {
  private static final String BUYERS =
      """
      {"name":"Buyers","definition":{"did":{"event":"purchase","at_least":2,"last_days":30}}}\
      """;

  private final MetadataStore store = Database.H2.open();
  private final Projects projects = new JdbcProjects(store, Clock.systemUTC());
  private final SavedCohorts cohorts = new JdbcSavedCohorts(store, Clock.systemUTC());
  private final Projects.Created shop = projects.create("Shop");
  private final Projects.Created blog = projects.create("Blog");
  private final ServedRoutes server =
      new ServedRoutes(List.of(new CohortRoutes(cohorts, new ReadAccess(projects))));

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void a_cohort_is_saved_shown_listed_changed_and_forgotten() throws Exception {
    Answer saved = send("POST", "/v1/cohorts", shop, BUYERS);
    assertThat(saved.status()).isEqualTo(201);
    assertThat(saved.json().at("/definition/did/last_days").intValue()).isEqualTo(30);
    String path = "/v1/cohorts/" + saved.json().path("cohort_id").textValue();

    assertThat(send("GET", path, shop, "").json()).isEqualTo(saved.json());
    assertThat(send("GET", "/v1/cohorts", shop, "").json().at("/cohorts/0"))
        .isEqualTo(saved.json());

    Answer changed = send("PUT", path, shop, BUYERS.replace("Buyers", "Regulars"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(send("GET", path, shop, "").json().path("name").textValue()).isEqualTo("Regulars");

    assertThat(send("DELETE", path, shop, "").status()).isEqualTo(204);
    assertThat(send("GET", path, shop, "").status()).isEqualTo(404);
    assertThat(send("DELETE", path, shop, "").status()).isEqualTo(404);
  }

  @Test
  void a_cohort_of_another_project_is_not_there() throws Exception {
    String id = send("POST", "/v1/cohorts", shop, BUYERS).json().path("cohort_id").textValue();
    String path = "/v1/cohorts/" + id;

    assertThat(send("GET", "/v1/cohorts", blog, "").json().path("cohorts")).isEmpty();
    assertThat(send("GET", path, blog, "").status()).isEqualTo(404);
    assertThat(send("PUT", path, blog, BUYERS).status()).isEqualTo(404);
    assertThat(send("DELETE", path, blog, "").status()).isEqualTo(404);
    assertThat(context(blog).cohort(id)).isEmpty();
    assertThat(context(shop).cohort(id)).isPresent();
    assertThat(send("GET", path, shop, "").json().path("name").textValue()).isEqualTo("Buyers");
  }

  @Test
  void what_is_wrong_with_a_definition_is_named() throws Exception {
    Answer answer = send("POST", "/v1/cohorts", shop, BUYERS.replace("at_least", "times"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").textValue()).isEqualTo("/problems/query-invalid");
    assertThat(answer.json().path("detail").textValue()).contains("'definition.did.times'");
    assertThat(send("POST", "/v1/cohorts", shop, "{\"name\":\"N\"}").status()).isEqualTo(400);
  }

  @Test
  void a_write_key_opens_no_cohorts() throws Exception {
    assertThat(server.get("/v1/cohorts", shop.writeKey()).status()).isEqualTo(403);
  }

  private StoredContext context(Projects.Created project) {
    return new StoredContext(
        cohorts, id -> ZoneOffset.UTC, project.project().projectId(), Clock.systemUTC());
  }

  private Answer send(String method, String path, Projects.Created project, String body)
      throws Exception {
    return server.send(method, path, project.readKey(), body, Map.of());
  }
}
