package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.problem.ProblemType;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;

/**
 * An analyst looks for the shop's regular buyers: first in SQL, then as a cohort, then person by
 * person, and takes the rows along as files. Somebody else's events of the same names are in the
 * same tables all the while.
 */
class SqlAndExportIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PURCHASES =
      "SELECT person_id, count(DISTINCT event_id) AS purchases FROM events"
          + " WHERE event = 'purchase' GROUP BY person_id ORDER BY person_id";
  private static final List<String> WAYS_AROUND =
      List.of(
          "SELECT count(*) FROM lake.tables.events",
          "SELECT 1 FROM sessions WHERE EXISTS (SELECT 1 FROM lake.tables.events)",
          "WITH e AS (TABLE lake.tables.events) SELECT count(*) FROM e",
          "WITH events AS (SELECT * FROM lake.analytics.sessions) SELECT count(*) FROM events",
          "SELECT 1 UNION SELECT 2 /* */FROM/**/system.runtime.queries -- events",
          "SELECT count(*) FROM \"lake\".\"information_schema\".\"tables\"",
          "SELECT * FROM TABLE(lake.system.table_changes('tables', 'events'))",
          "WITH SESSION query_max_run_time = '1d' SELECT 1",
          "EXPLAIN SELECT 1",
          "DROP TABLE events");
  private static final List<String> OWN_EVENTS =
      List.of(
          "SELECT count(DISTINCT event_id) AS n FROM events",
          "SELECT count(DISTINCT event_id) AS n FROM lake . /* ours */ analytics.\"EVENTS\"",
          "WITH e AS (SELECT event_id FROM events) SELECT count(DISTINCT event_id) AS n FROM e",
          "SELECT count(DISTINCT event_id) AS n FROM (SELECT * FROM events UNION ALL TABLE events)",
          "SELECT (SELECT count(DISTINCT event_id) FROM lake.analytics.events) AS n",
          "SELECT max(l.n) AS n FROM events CROSS JOIN LATERAL"
              + " (SELECT count(DISTINCT event_id) AS n FROM events) AS l");

  private final Instance instance = Instance.fromEnvironment();
  private final Project shop = Project.create(instance, "regular buyers");
  private final Project other = Project.create(instance, "somebody else");
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();

  @Test
  void regular_buyers_are_found_in_sql_as_a_cohort_and_in_files_and_nobody_else_is() {
    shop.send(
        List.of(
            event("ada", "purchase"),
            event("ada", "purchase"),
            event("ada", "page_view"),
            event("bob", "purchase"),
            event("bob", "page_view"),
            event("=eve", "page_view")));
    other.send(List.of(event("ada", "purchase"), event("mallory", "purchase")));
    awaitEvents(shop, 6);
    awaitEvents(other, 2);

    assertThat(sql(shop, PURCHASES).path("rows").toString()).isEqualTo("[[\"ada\",2],[\"bob\",1]]");
    sqlSeesTheOwnProjectAlone();
    String cohortId = regularsAreACohort();
    personsAreListedAndShown(cohortId);
    rowsAreTakenAlong(cohortId);
  }

  private void awaitEvents(Project project, long count) {
    Await.upTo(PATIENCE, "%d events in the lake".formatted(count))
        .until(
            () ->
                sql(project, "SELECT count(DISTINCT event_id), now() FROM events")
                    .at("/rows/0/0")
                    .asLong(),
            seen -> seen == count);
  }

  private void sqlSeesTheOwnProjectAlone() {
    for (String query : OWN_EVENTS) {
      assertThat(sql(shop, query).at("/rows/0/0").asLong()).as(query).isEqualTo(6);
      assertThat(sql(other, query).at("/rows/0/0").asLong()).as(query).isEqualTo(2);
    }
    for (String query : WAYS_AROUND) {
      assertThat(refused("/v1/query", question(query))).as(query).contains("'sql'");
      assertThat(refused("/v1/export", question(query))).as(query).contains("'sql'");
    }
    assertThat(refused("/v1/query", question("SELECT nobody FROM events")))
        .contains("'nobody' cannot be resolved");
    assertThat(sql(shop, "SELECT * FROM events LIMIT 3").path("rows")).hasSize(3);
  }

  private String regularsAreACohort() {
    JsonNode cohort =
        shop.api()
            .post(
                "/v1/cohorts",
                shop.readKey(),
                """
                {"name":"Regulars",
                 "definition":{"did":{"event":"purchase","at_least":2,"last_days":30}}}
                """)
            .expect(201)
            .body();
    String cohortId = cohort.path("cohort_id").asText();
    assertThat(viewers(Map.of("cohort", cohortId))).isEqualTo(1);
    assertThat(viewers(Map.of("not", Map.of("cohort", cohortId)))).isEqualTo(2);
    Answer stranger =
        other.api().post("/v1/query", other.readKey(), views(Map.of("cohort", cohortId)));
    assertThat(stranger.status()).isEqualTo(400);
    assertThat(stranger.body().path("detail").asText()).contains("no cohort of this project");
    return cohortId;
  }

  private long viewers(Map<String, Object> filter) {
    return shop.query(views(filter)).at("/groups/0/lines/0/total").asLong();
  }

  private Map<String, Object> views(Map<String, Object> filter) {
    return Map.of(
        "kind",
        "segmentation",
        "from",
        yesterday(),
        "to",
        today,
        "series",
        List.of(Map.of("event", "page_view", "measure", "uniques")),
        "filter",
        filter);
  }

  private void personsAreListedAndShown(String cohortId) {
    JsonNode regulars = shop.query(persons(Map.of("cohort", cohortId)));
    assertThat(regulars.path("persons")).hasSize(1);
    assertThat(regulars.at("/persons/0/person_id").asText()).isEqualTo("ada");
    assertThat(regulars.at("/persons/0/values").toString()).isEqualTo("[\"pro\"]");

    List<String> events = new ArrayList<>();
    String after = null;
    do {
      Map<String, Object> question =
          after == null
              ? Map.of("kind", "person", "person", "ada", "limit", 2)
              : Map.of("kind", "person", "person", "ada", "limit", 2, "after", after);
      JsonNode page = shop.query(question);
      assertThat(page.path("events").asInt()).isEqualTo(3);
      assertThat(page.at("/user_properties/plan").asText()).isEqualTo("pro");
      page.path("timeline").forEach(event -> events.add(event.path("event").asText()));
      after = page.path("next").textValue();
    } while (after != null);
    assertThat(events).containsExactlyInAnyOrder("purchase", "purchase", "page_view");
  }

  private Map<String, Object> persons(Map<String, Object> filter) {
    return Map.of(
        "kind",
        "persons",
        "from",
        yesterday(),
        "to",
        today,
        "filter",
        filter,
        "fields",
        List.of("user_properties.plan"));
  }

  private void rowsAreTakenAlong(String cohortId) {
    assertThat(export("csv", question(PURCHASES)))
        .isEqualTo("person_id,purchases\r\nada,2\r\nbob,1\r\n");
    assertThat(
            export("csv", question("SELECT DISTINCT distinct_id FROM events ORDER BY 1 LIMIT 1")))
        .isEqualTo("distinct_id\r\n'=eve\r\n");
    List<String> lines =
        export("ndjson", persons(Map.of("not", Map.of("cohort", cohortId)))).lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> person(line).matches("bob|=eve"));
    String parquet = export("parquet", question("SELECT * FROM events"));
    assertThat(parquet).startsWith("PAR1").endsWith("PAR1");
  }

  private static String person(String line) {
    try {
      return JSON.readTree(line).path("person_id").asText();
    } catch (IOException broken) {
      throw new AssertionError(line, broken);
    }
  }

  private static Map<String, Object> question(String sql) {
    return Map.of("kind", "sql", "sql", sql);
  }

  private static JsonNode sql(Project project, String sql) {
    return project.query(question(sql));
  }

  private String export(String format, Map<String, Object> question) {
    return shop.api()
        .post("/v1/export?format=" + format, shop.readKey(), question)
        .expect(200)
        .text();
  }

  /** What a problem says that the client can do something about. */
  private String refused(String path, Map<String, Object> question) {
    Answer answer = shop.api().post(path, shop.readKey(), question).expect(400);
    assertThat(answer.body().path("type").asText()).isEqualTo(ProblemType.QUERY_INVALID.uri());
    return answer.body().path("detail").asText();
  }

  private String yesterday() {
    return LocalDate.parse(today).minusDays(1).toString();
  }

  private static Map<String, Object> event(String person, String name) {
    return Map.of(
        "event", name,
        "event_id", UUID.randomUUID().toString(),
        "distinct_id", person,
        "event_time", Instant.now().toString(),
        "user_properties", Map.of("plan", person.equals("ada") ? "pro" : "free"));
  }
}
