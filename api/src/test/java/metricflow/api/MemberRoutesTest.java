package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import metricflow.api.StoreServer.Tenant;
import metricflow.api.web.ServedRoutes.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemberRoutesTest {
  private static final String BO = "{\"email\":\"Bo@Example.com\",\"name\":\"Bo\",\"role\":\"%s\"}";

  private final StoreServer server = new StoreServer();
  private String owner;
  private String ownerId;
  private Tenant blog;

  @BeforeEach
  void projects() throws Exception {
    Answer created =
        server.send(
            "POST",
            "/v1/projects",
            StoreServer.ADMIN_KEY,
            """
            {"name":"Shop","owner":{"email":"ada@example.com","name":"Ada"}}\
            """);
    owner = created.json().at("/owner/token").asText();
    ownerId = created.json().at("/owner/member_id").asText();
    blog = server.tenant("Blog");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_owner_invites_an_editor_who_may_save_but_not_administer() throws Exception {
    Answer invited = server.send("POST", "/v1/members", owner, BO.formatted("editor"));

    assertThat(invited.status()).isEqualTo(201);
    assertThat(invited.text("email")).isEqualTo("bo@example.com");
    String token = invited.text("token");
    assertThat(server.get("/v1/project", token).json().at("/actor/kind").asText())
        .isEqualTo("member");
    assertThat(server.get("/v1/members", token).problem()).isEqualTo("scope-missing");
    assertThat(server.send("POST", "/v1/funnels", token, "{}").status()).isEqualTo(400);
    JsonNode list = server.get("/v1/members", owner).json().path("members");
    assertThat(list).hasSize(2);
    assertThat(list.toString()).doesNotContain("token");
  }

  @Test
  void a_viewer_may_not_save() throws Exception {
    String token = server.send("POST", "/v1/members", owner, BO.formatted("viewer")).text("token");

    assertThat(server.send("POST", "/v1/funnels", token, "{}").problem())
        .isEqualTo("scope-missing");
    assertThat(server.get("/v1/funnels", token).status()).isEqualTo(200);
  }

  @Test
  void the_only_owner_can_neither_leave_nor_step_down() throws Exception {
    String path = "/v1/members/" + ownerId;

    assertThat(server.send("DELETE", path, owner, "").problem()).isEqualTo("last-owner");
    assertThat(server.send("PUT", path, owner, "{\"role\":\"viewer\"}").status()).isEqualTo(409);

    String other = server.send("POST", "/v1/members", owner, BO.formatted("owner")).text("token");
    assertThat(server.send("DELETE", path, other, "").status()).isEqualTo(204);
    assertThat(server.get("/v1/project", owner).status()).isEqualTo(401);
  }

  @Test
  void a_member_makes_and_revokes_tokens_of_their_own_that_are_no_wider() throws Exception {
    Answer narrow =
        server.send(
            "POST",
            "/v1/members/me/tokens",
            owner,
            "{\"name\":\"Laptop\",\"scopes\":[\"query:read\"]}");
    assertThat(narrow.status()).isEqualTo(201);

    Answer wider =
        server.send(
            "POST",
            "/v1/members/me/tokens",
            narrow.text("key"),
            "{\"name\":\"Wide\",\"scopes\":[\"project:admin\"]}");
    assertThat(wider.problem()).isEqualTo("scope-missing");
    assertThat(server.get("/v1/members/me/tokens", owner).json().path("tokens")).hasSize(2);
    assertThat(
            server
                .send("DELETE", "/v1/members/me/tokens/" + narrow.text("key_id"), owner, "")
                .status())
        .isEqualTo(204);
    assertThat(server.get("/v1/project", narrow.text("key")).status()).isEqualTo(401);
  }

  @Test
  void nobody_revokes_another_members_token_as_their_own() throws Exception {
    String bo = server.send("POST", "/v1/members", owner, BO.formatted("viewer")).text("token");
    String adas = server.get("/v1/members/me/tokens", owner).json().at("/tokens/0/key_id").asText();

    assertThat(server.send("DELETE", "/v1/members/me/tokens/" + adas, bo, "").status())
        .isEqualTo(404);
    assertThat(server.get("/v1/members/me/tokens", bo).json().path("tokens")).hasSize(1);
    assertThat(server.get("/v1/members/me/tokens", blog.key()).problem())
        .isEqualTo("scope-missing");
  }

  @Test
  void members_of_another_project_are_not_found_and_not_changed() throws Exception {
    JsonNode before = server.get("/v1/members", owner).json();
    String path = "/v1/members/" + ownerId;

    assertThat(server.get("/v1/members", blog.key()).json().path("members")).isEmpty();
    assertThat(server.send("PUT", path, blog.key(), "{\"role\":\"viewer\"}").status())
        .isEqualTo(404);
    assertThat(server.send("DELETE", path, blog.key(), "").status()).isEqualTo(404);
    assertThat(server.send("POST", path + "/tokens", blog.key(), "{\"name\":\"T\"}").status())
        .isEqualTo(404);
    assertThat(server.get("/v1/members", owner).json()).isEqualTo(before);
  }

  @Test
  void a_lost_token_is_replaced_by_the_installations_admin() throws Exception {
    String id = server.get("/v1/project", owner).text("project_id");

    Answer token =
        server.send(
            "POST",
            "/v1/members/" + ownerId + "/tokens?project_id=" + id,
            StoreServer.ADMIN_KEY,
            "{\"name\":\"New laptop\"}");

    assertThat(server.get("/v1/members", token.text("key")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'email':'bo','name':'Bo','role':'viewer'}|email",
        "{'email':'a b@c','name':'Bo','role':'viewer'}|email",
        "{'email':'b@c\\u0000','name':'Bo','role':'viewer'}|email",
        "{'email':'b@c','role':'viewer'}|name",
        "{'email':'b@c','name':'Bo','role':'god'}|role",
        "{'email':'b@c','name':'Bo','role':'viewer','project_id':1}|project_id"
      })
  void what_is_wrong_with_a_member_is_named(String body, String member) throws Exception {
    Answer refused = server.send("POST", "/v1/members", owner, body.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains(member);
  }

  @Test
  void injected_sql_is_a_name() throws Exception {
    String name = "'); DELETE FROM members; --";
    Answer made =
        server.send(
            "POST",
            "/v1/members",
            owner,
            BO.formatted("viewer").replace("\"Bo\"", "\"" + name + "\""));

    assertThat(made.text("name")).isEqualTo(name);
    assertThat(server.get("/v1/members", owner).json().path("members")).hasSize(2);
  }
}
