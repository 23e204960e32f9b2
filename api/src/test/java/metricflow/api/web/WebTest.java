package metricflow.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WebTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean busIsThere = true;
  private boolean trinoIsThere = true;
  private final Health health =
      new Health(
          List.of(
              new Health.Dependency("bus", true, () -> busIsThere),
              new Health.Dependency("trino", false, () -> trinoIsThere),
              new Health.Dependency("redis", false, WebTest::fail)));
  private final HttpClient client = HttpClient.newHttpClient();
  private final Javalin server =
      Javalin.create(
              config -> {
                WebDefaults.apply(config, registry);
                health.register(config.routes);
                config.routes.get("/problems/{slug}", ProblemPages::show);
                config.routes.get("/broken", context -> fail());
              })
          .start("127.0.0.1", 0);

  private static boolean fail() {
    throw new IllegalStateException("secret of the house");
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
    health.close();
  }

  @Test
  void an_unexpected_error_tells_nothing_but_where_to_look() throws Exception {
    HttpResponse<String> response = get("/broken", "*/*");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
    JsonNode problem = Json.mapper().readTree(response.body());
    assertThat(problem.path("type").asText()).isEqualTo("/problems/internal");
    assertThat(response.headers().firstValue("X-Correlation-Id"))
        .contains(problem.path("correlation_id").asText());
  }

  @Test
  void an_address_that_leads_nowhere_is_a_problem() throws Exception {
    HttpResponse<String> response = get("/nowhere", "*/*");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains(ProblemAnswer.MEDIA_TYPE);
    assertThat(Json.mapper().readTree(response.body()).path("instance").asText())
        .isEqualTo("/nowhere");
  }

  @Test
  void every_answer_carries_the_security_headers() throws Exception {
    for (String path : List.of("/health/live", "/nowhere", "/broken")) {
      HttpResponse<String> response = get(path, "*/*");

      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_problem_type_leads_to_its_description(ProblemType type) throws Exception {
    assertThat(get(type.uri(), "text/html").body()).contains(type.slug());
    assertThat(Json.mapper().readTree(get(type.uri(), "application/json").body()))
        .isEqualTo(
            Json.mapper()
                .createObjectNode()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("remedy", type.remedy()));
  }

  @Test
  void a_process_is_ready_when_all_it_needs_is_there() throws Exception {
    trinoIsThere = false;

    HttpResponse<String> response = get("/health/ready", "*/*");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode body = Json.mapper().readTree(response.body());
    assertThat(body.at("/dependencies/bus/status").asText()).isEqualTo("up");
    assertThat(body.at("/dependencies/trino/status").asText()).isEqualTo("down");
    assertThat(body.at("/dependencies/redis/status").asText()).isEqualTo("down");
  }

  @Test
  void a_process_is_not_ready_without_what_it_needs_or_when_it_stops() throws Exception {
    busIsThere = false;
    assertThat(get("/health/ready", "*/*").statusCode()).isEqualTo(503);
    assertThat(get("/health/live", "*/*").statusCode()).isEqualTo(200);

    busIsThere = true;
    health.stopping();
    assertThat(get("/health/ready", "*/*").statusCode()).isEqualTo(503);
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofString());
  }
}
