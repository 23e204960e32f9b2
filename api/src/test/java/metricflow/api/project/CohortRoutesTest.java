package metricflow.api.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.JdbcSavedCohorts;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.WebDefaults;
import metricflow.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CohortRoutesTest {
  private static final String BUYERS =
      """
      {"name":"Buyers","definition":{"did":{"event":"purchase","at_least":2,"last_days":30}}}\
      """;

  private final MetadataStore store =
      MetadataStore.open(
          Config.from(Map.of("METRICFLOW_METADATA_URL", "jdbc:h2:mem:" + UUID.randomUUID())));
  private final Projects projects = new JdbcProjects(store, Clock.systemUTC());
  private final SavedCohorts cohorts = new JdbcSavedCohorts(store, Clock.systemUTC());
  private final HttpClient client = HttpClient.newHttpClient();
  private final Projects.Created shop = projects.create("Shop");
  private final Projects.Created blog = projects.create("Blog");
  private final Javalin server =
      Javalin.create(
              config -> {
                WebDefaults.apply(config, new SimpleMeterRegistry());
                new CohortRoutes(cohorts, new ReadAccess(projects)).register(config.routes);
              })
          .start("127.0.0.1", 0);

  @AfterEach
  void stop() {
    client.close();
    server.stop();
    store.close();
  }

  private record Answer(int status, JsonNode json) {}

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
    HttpRequest request = request("/v1/cohorts", shop.writeKey()).GET().build();

    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(403);
  }

  private StoredContext context(Projects.Created project) {
    return new StoredContext(
        cohorts, id -> ZoneOffset.UTC, project.project().projectId(), Clock.systemUTC());
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + key);
  }

  private Answer send(String method, String path, Projects.Created project, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path, project.readKey()).method(method, BodyPublishers.ofString(body)).build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.body().length == 0 ? null : Json.mapper().readTree(response.body()));
  }
}
