package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import metricflow.api.StoreServer.Tenant;
import metricflow.api.query.Row;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaRoutesTest {
  private static final String EVENTS = "/v1/schema/events";
  private static final String PROPERTIES = "/v1/schema/properties";
  private static final Instant FIRST = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant LAST = Instant.parse("2026-11-23T09:00:00Z");

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
  void events_are_shown_with_their_volume_and_what_is_said_of_them() throws Exception {
    server.lake(
        List.of(Row.of("page_view", 900L, FIRST, LAST), Row.of("purchase", 7L, FIRST, LAST)));
    Answer note = put(EVENTS, "{'name':'purchase','description':'Paid.\\nOnce.','owner':'Ada'}");
    put(EVENTS, "{'name':'refund','description':'Not sent yet'}");

    JsonNode answer = server.get(EVENTS, shop.readKey()).json();

    assertThat(note.status()).isEqualTo(200);
    assertThat(answer.path("from").asText()).isEqualTo("2026-11-17");
    assertThat(answer.path("to").asText()).isEqualTo("2026-11-23");
    assertThat(answer.path("events"))
        .extracting(event -> event.path("name").asText())
        .containsExactly("page_view", "purchase", "refund");
    JsonNode purchase = answer.at("/events/1");
    assertThat(purchase.path("events").asLong()).isEqualTo(7);
    assertThat(purchase.path("last_seen").asText()).isEqualTo(LAST.toString());
    assertThat(purchase.path("description").asText()).isEqualTo("Paid.\nOnce.");
    assertThat(purchase.path("owner").asText()).isEqualTo("Ada");
    assertThat(answer.at("/events/2/last_seen").isNull()).isTrue();
  }

  @Test
  void a_property_of_several_types_is_mixed() throws Exception {
    server.lake(
        List.of(
            Row.of("properties.amount", "number", 9L, LAST, "[\"1.5\",\"2\"]"),
            Row.of("properties.plan", "text", 5L, FIRST, "[\"pro\"]"),
            Row.of("properties.amount", "text", 1L, FIRST, "[\"free\"]")));

    JsonNode properties =
        server.get(PROPERTIES + "?days=1", shop.readKey()).json().path("properties");

    assertThat(properties).hasSize(2);
    assertThat(properties.at("/0/type").asText()).isEqualTo("mixed");
    assertThat(properties.at("/0/types/number").asLong()).isEqualTo(9);
    assertThat(properties.at("/0/types/text").asLong()).isEqualTo(1);
    assertThat(properties.at("/0/events").asLong()).isEqualTo(10);
    assertThat(properties.at("/0/last_seen").asText()).isEqualTo(LAST.toString());
    assertThat(properties.at("/0/examples"))
        .extracting(JsonNode::asText)
        .containsExactly("1.5", "2", "free");
    assertThat(properties.at("/1/type").asText()).isEqualTo("text");
  }

  @Test
  void what_is_hidden_is_left_out_unless_asked_for() throws Exception {
    server.lake(List.of(Row.of("debug", 900L, FIRST, LAST)));
    put(EVENTS, "{'name':'debug','hidden':true}");

    assertThat(server.get(EVENTS, shop.readKey()).json().path("events")).isEmpty();
    JsonNode all = server.get(EVENTS + "?include_hidden=true", shop.readKey()).json();
    assertThat(all.at("/events/0/hidden").asBoolean()).isTrue();

    put(EVENTS, "{'name':'debug','hidden':false}");
    assertThat(server.get(EVENTS, shop.readKey()).json().path("events")).hasSize(1);
  }

  @Test
  void the_lake_is_asked_once_in_a_while_for_each_project_and_only_about_it() throws Exception {
    server.lake(List.of(Row.of("page_view", 900L, FIRST, LAST)));
    server.get(EVENTS, shop.readKey());
    server.get(EVENTS, shop.readKey());
    assertThat(server.statements()).hasSize(1);

    server.get(EVENTS, blog.readKey());
    assertThat(server.statements()).hasSize(2);
    assertThat(server.statements().getFirst().values()).startsWith(shop.projectId());
    assertThat(server.statements().getLast().values()).startsWith(blog.projectId());
  }

  @Test
  void what_another_project_says_is_not_shown_and_not_changed() throws Exception {
    server.lake(List.of());
    put(EVENTS, "{'name':'secret','description':'Ours'}");
    put(PROPERTIES, "{'name':'properties.secret','description':'Ours'}");

    assertThat(server.get(EVENTS, blog.readKey()).json().path("events")).isEmpty();
    assertThat(server.get(PROPERTIES, blog.readKey()).json().path("properties")).isEmpty();
    server.send("PUT", EVENTS, blog.key(), "{\"name\":\"secret\",\"hidden\":true}");
    JsonNode ours = server.get(EVENTS, shop.readKey()).json();
    assertThat(ours.at("/events/0/description").asText()).isEqualTo("Ours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"' OR 1=1 --", "purchase\"", "a?b", "日本"})
  void a_name_is_a_bound_value(String name) throws Exception {
    server.lake(List.of());
    String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);

    assertThat(server.get(PROPERTIES + "?event=" + encoded, shop.readKey()).status())
        .isEqualTo(200);
    assertThat(server.statements().getFirst().values()).contains(name);
    assertThat(server.statements().getFirst().sql()).doesNotContain(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|name",
        "{'name':'a\\u0000b'}|name",
        "{'name':'a','description':'\\ud800'}|description",
        "{'name':'a','hidden':'yes'}|hidden",
        "{'name':'a','type':'text'}|type"
      })
  void what_is_wrong_with_a_note_is_named(String body, String member) throws Exception {
    Answer refused = put(EVENTS, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains(member);
  }

  @Test
  void a_reader_describes_nothing_and_periods_are_bounded() throws Exception {
    String reader =
        server
            .send("POST", "/v1/keys", shop.key(), "{\"name\":\"R\",\"scopes\":[\"query:read\"]}")
            .text("key");
    assertThat(server.send("PUT", EVENTS, reader, "{\"name\":\"a\"}").problem())
        .isEqualTo("scope-missing");
    assertThat(server.get(EVENTS + "?days=32", reader).text("detail")).contains("days");
    assertThat(server.get(EVENTS + "?include_hidden=1", reader).status()).isEqualTo(400);
    assertThat(server.get(EVENTS, shop.writeKey()).status()).isEqualTo(403);
  }

  private Answer put(String path, String body) throws Exception {
    return server.send("PUT", path, shop.key(), body.replace('\'', '"'));
  }
}
