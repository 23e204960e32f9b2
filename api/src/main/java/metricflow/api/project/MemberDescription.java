package metricflow.api.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.MemberRole;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.problem.ProblemType;

/** {@link MemberRoutes} for machines. */
final class MemberDescription {
  private static final String ONE = "/v1/members/{member_id}";
  private static final String OWN_TOKENS = "/v1/members/me/tokens";

  private MemberDescription() {}

  static void addTo(ApiDocument document) {
    document
        .operation("GET", "/v1/members", "members", "The members of a project.")
        .projectAdmin()
        .json(
            200,
            "Those first who have been there longest",
            ProjectDescription.object(
                "members", ProjectDescription.list(document.schemaOf(MemberJson.class))));
    document
        .operation("POST", "/v1/members", "add_member", "Adds a member, with a token of theirs.")
        .projectAdmin()
        .body(
            member(),
            Map.of(
                "an_editor",
                """
                {"email":"bo@example.com","name":"Bo","role":"editor"}\
                """))
        .json(201, "The member, the token for the only time", MemberJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.ALREADY_THERE, ProblemType.LIMIT_REACHED);
    document
        .operation("PUT", ONE, "change_role", "Gives a member another role.")
        .projectAdmin()
        .body(ProjectDescription.object("role", role()), Map.of())
        .json(200, "The member", MemberJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LAST_OWNER);
    document
        .operation("DELETE", ONE, "remove_member", "Removes a member and ends their tokens.")
        .projectAdmin()
        .nothing(204, "They are let in no longer.")
        .problems(ProblemType.LAST_OWNER);
    document
        .operation("POST", ONE + "/tokens", "add_token", "Makes a member's further token.")
        .projectAdmin()
        .body(StoreDescription.wish(false), Map.of())
        .json(201, "The token, its secret for the only time", KeyJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
    ownTokens(document);
  }

  private static void ownTokens(ApiDocument document) {
    document
        .operation("GET", OWN_TOKENS, "own_tokens", "The tokens of the member who asks.")
        .scope(Scope.QUERY_READ)
        .json(
            200,
            "Without the secrets",
            ProjectDescription.object(
                "tokens", ProjectDescription.list(document.schemaOf(KeyJson.class))));
    document
        .operation(
            "POST", OWN_TOKENS, "add_own_token", "Makes a token no wider than the one that asks.")
        .scope(Scope.QUERY_READ)
        .body(StoreDescription.wish(false), Map.of())
        .json(201, "The token, its secret for the only time", KeyJson.class)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
    document
        .operation("DELETE", OWN_TOKENS + "/{key_id}", "revoke_own_token", "Ends a token.")
        .scope(Scope.QUERY_READ)
        .nothing(204, "It works no longer.")
        .problems(ProblemType.NOT_FOUND);
  }

  private static ObjectNode member() {
    ObjectNode member =
        ProjectDescription.object(
            "email", JsonNodeFactory.instance.objectNode().put("type", "string"));
    member.withObject("/properties").set("name", ProjectDescription.name());
    member.withObject("/properties").set("role", role());
    member.withArray("required").add("name").add("role");
    return member;
  }

  private static ObjectNode role() {
    ObjectNode role = JsonNodeFactory.instance.objectNode();
    MemberRole.names().forEach(role.putArray("enum")::add);
    return role;
  }
}
