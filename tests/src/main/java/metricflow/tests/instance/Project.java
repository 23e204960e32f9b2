package metricflow.tests.instance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project made for one test class or benchmark. */
public record Project(int id, String writeKey, String readKey, ApiClient api) {

  public static Project create(Instance instance, String name) {
    ApiClient api = new ApiClient(instance.api());
    JsonNode made =
        api.post("/v1/projects", instance.adminKey(), Map.of("name", name)).expect(201).body();
    return new Project(
        made.path("project_id").asInt(),
        made.path("write_key").asText(),
        made.path("read_key").asText(),
        api);
  }

  /** Sends events as one batch. */
  public Answer send(List<Map<String, Object>> events) {
    return api.post("/v1/batch", writeKey, Map.of("batch", events));
  }

  public Answer saveFunnel(Map<String, Object> funnel) {
    return api.post("/v1/funnels", readKey, funnel).expect(201);
  }

  public JsonNode live() {
    return api.get("/v1/live", readKey).expect(200).body();
  }

  public JsonNode query(Map<String, Object> query) {
    return api.post("/v1/query", readKey, query).expect(200).body();
  }

  /** Persons per step of a funnel asked for from {@code from} to {@code to}, ISO dates. */
  public List<Integer> funnel(String from, String to, List<Map<String, Object>> steps) {
    JsonNode answer =
        query(
            Map.of(
                "kind", "funnel",
                "from", from,
                "to", to,
                "conversion_window_seconds", 86_400,
                "steps", steps));
    List<Integer> persons = new ArrayList<>();
    answer.path("steps").forEach(step -> persons.add(step.path("persons").asInt()));
    return persons;
  }

  /** A funnel step: an event with one page. */
  public static Map<String, Object> pageView(String page) {
    return Map.of(
        "event",
        "page_view",
        "filters",
        List.of(Map.of("property", "page", "operator", "equals", "value", page)));
  }

  public static Map<String, Object> step(String event) {
    return Map.of("event", event);
  }
}
