package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.Endpoint;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.api.web.Json;
import metricflow.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole API, started, with nothing there that it talks to but its store. */
class ApiTest {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Api api =
      Api.start(
          Config.from(
              Map.of(
                  "METRICFLOW_API_PORT", "0",
                  "METRICFLOW_KAFKA", "127.0.0.1:1",
                  "METRICFLOW_REDIS", "127.0.0.1:1",
                  "METRICFLOW_TRINO", "127.0.0.1:1",
                  "METRICFLOW_METADATA_URL", "jdbc:h2:mem:api-test",
                  "METRICFLOW_ADMIN_KEY", "mfa_test")),
          EnumSet.allOf(Role.class));

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void every_route_is_described_and_every_description_leads_somewhere() throws Exception {
    assertThat(described(get("/openapi.json"))).isEqualTo(registered());
  }

  @Test
  void every_reference_of_the_description_leads_somewhere_and_operations_have_names_of_their_own()
      throws Exception {
    JsonNode document = get("/openapi.json");
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.textValue().substring(1)).isObject())
          .as(reference.textValue())
          .isTrue();
    }
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
  }

  @Test
  void every_example_of_the_description_is_understood() throws Exception {
    String project = send("POST", "/v1/projects", "mfa_test", "{\"name\":\"examples\"}").body();
    String id = Json.tree(project).path("project_id").asText();
    for (Map.Entry<String, JsonNode> path : get("/openapi.json").path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        for (JsonNode example :
            operation.getValue().at("/requestBody/content/application~1json/examples")) {
          HttpResponse<String> answer =
              send(
                  operation.getKey().toUpperCase(Locale.ROOT),
                  path.getKey().replace("{project_id}", id) + "?project_id=" + id,
                  key(operation.getValue(), Json.tree(project)),
                  example.path("value").toString());
          // Without Kafka and Trino that is as far as it gets.
          assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 503);
        }
      }
    }
  }

  private static String key(JsonNode operation, JsonNode project) {
    if (operation.path("security").findValue("admin_key") != null) {
      return "mfa_test";
    }
    boolean writes = operation.path("security").toString().contains("events:write");
    return project.path(writes ? "write_key" : "read_key").asText();
  }

  private Set<String> registered() {
    Set<String> routes = new TreeSet<>();
    InvocationHandler recorder =
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          Endpoint endpoint = (Endpoint) arguments[0];
          if (METHODS.contains(endpoint.method.name())) {
            routes.add(endpoint.method.name() + " " + endpoint.path);
          }
          return proxy;
        };
    JavalinDefaultRoutingApi routing =
        (JavalinDefaultRoutingApi)
            Proxy.newProxyInstance(
                ApiTest.class.getClassLoader(),
                new Class<?>[] {JavalinDefaultRoutingApi.class},
                recorder);
    api.routes().forEach(group -> group.register(routing));
    return routes;
  }

  private static Set<String> described(JsonNode document) {
    Set<String> routes = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return routes;
  }

  private JsonNode get(String path) throws Exception {
    return Json.tree(send("GET", path, "", "").body());
  }

  private HttpResponse<String> send(String method, String path, String key, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
              .method(method, BodyPublishers.ofString(body))
              .header("Authorization", "Bearer " + key)
              .build(),
          BodyHandlers.ofString());
    }
  }
}
