package metricflow.api.schema;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.SchemaNote;
import metricflow.api.metadata.SchemaNotes;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.schema.SchemaJson.EventJson;
import metricflow.api.schema.SchemaJson.NoteJson;
import metricflow.api.schema.SchemaJson.PropertyJson;
import metricflow.api.web.Json;
import metricflow.api.web.QueryParameters;
import metricflow.api.web.ReadAccess;

/**
 * {@code /v1/schema/events} and {@code /v1/schema/properties}: what a project sends, and what its
 * team says of it.
 */
public final class SchemaRoutes implements ApiRoutes {
  static final String EVENTS = "/v1/schema/events";
  static final String PROPERTIES = "/v1/schema/properties";
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final int MAX_DAYS = 31;
  private static final int USUAL_DAYS = 7;
  private static final int MAX_NAME_LENGTH = 300;
  private static final int MAX_DESCRIPTION_LENGTH = 2_000;
  private static final int MAX_OWNER_LENGTH = 254;

  private final SeenSchema seen;
  private final SchemaNotes notes;
  private final ReadAccess access;

  /** Shows what was {@code seen} with its {@code notes}. */
  public SchemaRoutes(SeenSchema seen, SchemaNotes notes, ReadAccess access) {
    this.seen = seen;
    this.notes = notes;
    this.access = access;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get(EVENTS, this::events);
    routes.get(PROPERTIES, this::properties);
    routes.put(EVENTS, context -> put(context, SchemaNote.Kind.EVENT));
    routes.put(PROPERTIES, context -> put(context, SchemaNote.Kind.PROPERTY));
  }

  @Override
  public void describe(ApiDocument document) {
    SchemaDescription.addTo(document, MAX_DAYS);
  }

  private void events(Context context) {
    int projectId = access.project(context).projectId();
    boolean hidden = QueryParameters.flag(context, "include_hidden");
    SeenSchema.Seen<SeenEvent> found = seen.events(projectId, days(context));
    Map<String, SchemaNote> noted = new HashMap<>(notes.of(projectId, SchemaNote.Kind.EVENT));
    List<EventJson> list = new ArrayList<>();
    for (SeenEvent event : found.list()) {
      list.add(EventJson.of(event, take(noted, event.name())));
    }
    noted.values().stream()
        .map(EventJson::unseen)
        .sorted(Comparator.comparing(EventJson::name))
        .forEach(list::add);
    list.removeIf(event -> event.hidden() && !hidden);
    Json.answer(
        context,
        200,
        new SchemaJson.Events(
            found.from().toString(),
            found.to().toString(),
            found.asOf().toString(),
            list,
            found.truncated()));
  }

  private void properties(Context context) {
    int projectId = access.project(context).projectId();
    boolean hidden = QueryParameters.flag(context, "include_hidden");
    Optional<String> event = QueryParameters.text(context, "event", MAX_NAME_LENGTH);
    SeenSchema.Seen<SeenProperty> found = seen.properties(projectId, days(context), event);
    Map<String, SchemaNote> noted = new HashMap<>(notes.of(projectId, SchemaNote.Kind.PROPERTY));
    List<PropertyJson> list = new ArrayList<>();
    for (SeenProperty property : found.list()) {
      list.add(PropertyJson.of(property, take(noted, property.name())));
    }
    if (event.isEmpty()) {
      noted.values().stream()
          .map(PropertyJson::unseen)
          .sorted(Comparator.comparing(PropertyJson::name))
          .forEach(list::add);
    }
    list.removeIf(property -> property.hidden() && !hidden);
    Json.answer(
        context,
        200,
        new SchemaJson.Properties(
            found.from().toString(),
            found.to().toString(),
            found.asOf().toString(),
            list,
            found.truncated()));
  }

  private static SchemaNote take(Map<String, SchemaNote> noted, String name) {
    SchemaNote note = noted.remove(name);
    return note == null ? SchemaNote.none(name) : note;
  }

  private static int days(Context context) {
    return (int) QueryParameters.wholeNumber(context, "days", 1, MAX_DAYS).orElse(USUAL_DAYS);
  }

  private void put(Context context, SchemaNote.Kind kind) {
    Principal principal = access.principal(context, Scope.PROJECT_WRITE);
    JsonFields body =
        JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES))
            .only(List.of("name", "description", "owner", "hidden"));
    SchemaNote note =
        new SchemaNote(
            body.line("name", MAX_NAME_LENGTH),
            body.has("description") ? body.paragraph("description", MAX_DESCRIPTION_LENGTH) : null,
            body.has("owner") ? body.line("owner", MAX_OWNER_LENGTH) : null,
            body.has("hidden") && body.flag("hidden"));
    notes.put(principal.project().projectId(), kind, note, ReadAccess.author(principal, context));
    Json.answer(context, 200, NoteJson.of(note));
  }
}
