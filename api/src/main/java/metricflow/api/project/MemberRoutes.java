package metricflow.api.project;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.api.metadata.Actor;
import metricflow.api.metadata.ApiKey;
import metricflow.api.metadata.Keys;
import metricflow.api.metadata.Member;
import metricflow.api.metadata.MemberRole;
import metricflow.api.metadata.Members;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.web.Json;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.ReadAccess;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * {@code /v1/members}: a project's members, for its administrators; {@code /v1/members/me/tokens}:
 * a member's own tokens.
 */
public final class MemberRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private final Members members;
  private final Keys keys;
  private final ReadAccess readers;
  private final ProjectAdmins admins;
  private final Clock clock;

  /** Routes over {@code members} and their tokens among {@code keys}. */
  public MemberRoutes(
      Members members, Keys keys, ReadAccess readers, ProjectAdmins admins, Clock clock) {
    this.members = members;
    this.keys = keys;
    this.readers = readers;
    this.admins = admins;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/members", this::list);
    routes.post("/v1/members", this::add);
    routes.get("/v1/members/me/tokens", this::listOwnTokens);
    routes.post("/v1/members/me/tokens", this::addOwnToken);
    routes.delete("/v1/members/me/tokens/{key_id}", this::revokeOwnToken);
    routes.put("/v1/members/{member_id}", this::changeRole);
    routes.delete("/v1/members/{member_id}", this::remove);
    routes.post("/v1/members/{member_id}/tokens", this::addToken);
  }

  @Override
  public void describe(ApiDocument document) {
    MemberDescription.addTo(document);
  }

  private void list(Context context) {
    int projectId = admins.principal(context).project().projectId();
    List<MemberJson> list = members.of(projectId).stream().map(MemberJson::of).toList();
    Json.answer(context, 200, Map.of("members", list));
  }

  private void add(Context context) {
    Principal principal = admins.principal(context);
    Member.Added added =
        members.add(
            principal.project().projectId(),
            MemberFields.wish(body(context)),
            ReadAccess.author(principal, context));
    Json.answer(context.header("Cache-Control", "no-store"), 201, MemberJson.of(added));
  }

  private void changeRole(Context context) {
    Principal principal = admins.principal(context);
    MemberRole role = MemberFields.role(body(context).only(List.of("role")));
    Member changed =
        members.changeRole(
            principal.project().projectId(),
            PathIds.number(context, "member_id"),
            role,
            ReadAccess.author(principal, context));
    Json.answer(context, 200, MemberJson.of(changed));
  }

  private void remove(Context context) {
    Principal principal = admins.principal(context);
    members.remove(
        principal.project().projectId(),
        PathIds.number(context, "member_id"),
        ReadAccess.author(principal, context));
    context.status(204);
  }

  private void addToken(Context context) {
    Principal principal = admins.principal(context);
    addToken(context, principal, PathIds.number(context, "member_id"), MemberRole.OWNER.scopes());
  }

  private void listOwnTokens(Context context) {
    Principal member = member(context);
    List<KeyJson> tokens =
        keys.tokensOf(member.project().projectId(), Integer.parseInt(member.actor().id())).stream()
            .map(KeyJson::of)
            .toList();
    Json.answer(context, 200, Map.of("tokens", tokens));
  }

  private void addOwnToken(Context context) {
    Principal member = member(context);
    // No more than the token at hand: who holds a narrow one does not get a wide one with it.
    addToken(context, member, Integer.parseInt(member.actor().id()), member.scopes());
  }

  private void addToken(Context context, Principal principal, int memberId, Set<Scope> most) {
    ApiKey.Fresh fresh =
        members.addToken(
            principal.project().projectId(),
            memberId,
            KeyFields.token(body(context), most, clock),
            ReadAccess.author(principal, context));
    KeyRoutes.answerFresh(context, fresh);
  }

  private void revokeOwnToken(Context context) {
    Principal member = member(context);
    int projectId = member.project().projectId();
    String keyId = PathIds.text(context, "key_id");
    boolean own =
        keys.tokensOf(projectId, Integer.parseInt(member.actor().id())).stream()
            .anyMatch(token -> token.keyId().equals(keyId));
    if (!own) {
      throw new ProblemException(ProblemType.NOT_FOUND, "You have no such token.");
    }
    keys.revoke(projectId, keyId, ReadAccess.author(member, context));
    context.status(204);
  }

  private Principal member(Context context) {
    Principal principal = readers.principal(context, Scope.QUERY_READ);
    if (principal.actor().kind() != Actor.Kind.MEMBER) {
      throw new ProblemException(
          ProblemType.SCOPE_MISSING, "This is a program's key; only a member has tokens.");
    }
    return principal;
  }

  private static JsonFields body(Context context) {
    return JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES));
  }
}
