package metricflow.api.project;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.util.Map;
import metricflow.api.metadata.ApiKey;
import metricflow.api.metadata.Keys;
import metricflow.api.metadata.Principal;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.web.Json;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.ReadAccess;

/** {@code /v1/keys}: a project's keys, for its administrators. */
public final class KeyRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private final Keys keys;
  private final ProjectAdmins admins;
  private final Clock clock;

  /** Routes over {@code keys} for {@code admins}. */
  public KeyRoutes(Keys keys, ProjectAdmins admins, Clock clock) {
    this.keys = keys;
    this.admins = admins;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/keys", this::list);
    routes.post("/v1/keys", this::create);
    routes.post("/v1/keys/{key_id}/rotate", this::rotate);
    routes.delete("/v1/keys/{key_id}", this::revoke);
  }

  @Override
  public void describe(ApiDocument document) {
    StoreDescription.keys(document);
  }

  private void list(Context context) {
    int projectId = admins.principal(context).project().projectId();
    Json.answer(
        context, 200, Map.of("keys", keys.of(projectId).stream().map(KeyJson::of).toList()));
  }

  private void create(Context context) {
    Principal principal = admins.principal(context);
    ApiKey.Wish wish = KeyFields.wish(body(context), clock);
    ApiKey.Fresh fresh =
        keys.create(principal.project().projectId(), wish, ReadAccess.author(principal, context));
    answerFresh(context, fresh);
  }

  private void rotate(Context context) {
    Principal principal = admins.principal(context);
    ApiKey.Fresh fresh =
        keys.rotate(
            principal.project().projectId(),
            PathIds.text(context, "key_id"),
            KeyFields.grace(body(context)),
            ReadAccess.author(principal, context));
    answerFresh(context, fresh);
  }

  private void revoke(Context context) {
    Principal principal = admins.principal(context);
    keys.revoke(
        principal.project().projectId(),
        PathIds.text(context, "key_id"),
        ReadAccess.author(principal, context));
    context.status(204);
  }

  /** Secrets stay out of caches. */
  static void answerFresh(Context context, ApiKey.Fresh fresh) {
    Json.answer(context.header("Cache-Control", "no-store"), 201, KeyJson.of(fresh));
  }

  private static JsonFields body(Context context) {
    return JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES));
  }
}
