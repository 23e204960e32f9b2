package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.Map;
import metricflow.api.metadata.ItemKind;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.SavedItem;
import metricflow.api.metadata.SavedItems;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;

/**
 * One kind of saved item over HTTP: {@code /v1/insights}, {@code /v1/dashboards} or {@code
 * /v1/reports}. Changes name the version they are about by {@code If-Match}.
 */
final class SavedRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final ItemKind kind;
  private final SavedItems items;
  private final SavedFields fields;
  private final ReadAccess access;

  SavedRoutes(ItemKind kind, SavedItems items, SavedFields fields, ReadAccess access) {
    this.kind = kind;
    this.items = items;
    this.fields = fields;
    this.access = access;
  }

  /** The address of all items of the kind. */
  String path() {
    return "/v1/" + kind.text() + "s";
  }

  /** The address of one, with its place for the id. */
  String itemPath() {
    return path() + "/{" + idMember() + "}";
  }

  private String idMember() {
    return kind.text() + "_id";
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    if (kind != ItemKind.REPORT) {
      routes.get(path(), this::list);
      routes.get(itemPath(), this::show);
    }
    routes.post(path(), this::create);
    routes.put(itemPath(), this::put);
    routes.delete(itemPath(), this::delete);
  }

  @Override
  public void describe(ApiDocument document) {
    SavedDescription.items(document, this, kind);
  }

  private void list(Context context) {
    int projectId = access.project(context).projectId();
    List<ObjectNode> list = items.of(projectId, kind).stream().map(this::json).toList();
    Json.answer(context, 200, Map.of(kind.text() + "s", list));
  }

  private void show(Context context) {
    SavedItem item = get(context, access.project(context).projectId());
    answer(context, 200, item);
  }

  /** The item the address names. */
  SavedItem get(Context context, int projectId) {
    return items.get(projectId, ref(context));
  }

  /** Which item the address names. */
  SavedItem.Ref ref(Context context) {
    return new SavedItem.Ref(kind, ItemIds.of(context, idMember()));
  }

  private void create(Context context) {
    Principal principal = access.principal(context, Scope.PROJECT_WRITE);
    SavedItem item =
        items.create(
            principal.project().projectId(),
            kind,
            fields.draft(principal.project().projectId(), kind, Json.body(context, MAX_BODY_BYTES)),
            ReadAccess.author(principal, context));
    answer(context, 201, item);
  }

  private void put(Context context) {
    Principal principal = access.principal(context, Scope.PROJECT_WRITE);
    SavedItem item =
        items.put(
            principal.project().projectId(),
            ref(context),
            VersionTags.required(context),
            fields.draft(principal.project().projectId(), kind, Json.body(context, MAX_BODY_BYTES)),
            ReadAccess.author(principal, context));
    answer(context, 200, item);
  }

  private void delete(Context context) {
    Principal principal = access.principal(context, Scope.PROJECT_WRITE);
    items.delete(
        principal.project().projectId(),
        ref(context),
        VersionTags.required(context),
        ReadAccess.author(principal, context));
    context.status(204);
  }

  private void answer(Context context, int status, SavedItem item) {
    VersionTags.show(context, item.version());
    Json.answer(context, status, json(item));
  }

  /** The item as the API shows it. */
  ObjectNode json(SavedItem item) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put(idMember(), item.itemId()).put("name", item.name());
    // Items of earlier releases may hold members that are null.
    json.setAll(SavedFields.withoutNulls((ObjectNode) definition(item)));
    return json.put("version", item.version())
        .put("created_at", item.createdAt().toString())
        .put("created_by", item.createdBy())
        .put("updated_at", item.updatedAt().toString())
        .put("updated_by", item.updatedBy());
  }

  static JsonNode definition(SavedItem item) {
    return Json.tree(item.definition());
  }
}
