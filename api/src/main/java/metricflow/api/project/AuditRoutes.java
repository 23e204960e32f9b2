package metricflow.api.project;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import metricflow.api.metadata.AuditLog;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.Json;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.QueryParameters;

/** {@code GET /v1/audit}: a project's changes, latest first, page by page. */
public final class AuditRoutes implements ApiRoutes {
  private static final int USUAL_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private final AuditLog log;
  private final ProjectAdmins admins;

  /** Shows {@code log} to {@code admins}. */
  public AuditRoutes(AuditLog log, ProjectAdmins admins) {
    this.log = log;
    this.admins = admins;
  }

  private record EntryJson(
      long auditId,
      String at,
      ActorJson actor,
      String action,
      String subjectKind,
      String subjectId,
      String correlationId,
      String beforeDigest,
      String afterDigest) {
    static EntryJson of(AuditLog.Entry entry) {
      return new EntryJson(
          entry.auditId(),
          entry.at().toString(),
          ActorJson.of(entry.actor()),
          entry.action(),
          entry.subject().kind(),
          entry.subject().id(),
          entry.correlationId().toString(),
          entry.before(),
          entry.after());
    }
  }

  /**
   * A page.
   *
   * @param next what to send as {@code before} for the following page; null on the last
   */
  private record Page(List<EntryJson> entries, Long next) {}

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get("/v1/audit", this::page);
  }

  @Override
  public void describe(ApiDocument document) {
    StoreDescription.audit(document, Page.class, MAX_LIMIT);
  }

  private void page(Context context) {
    int projectId = admins.principal(context).project().projectId();
    int limit =
        (int) QueryParameters.wholeNumber(context, "limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
    long before =
        QueryParameters.wholeNumber(context, "before", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    List<AuditLog.Entry> entries = log.page(projectId, before, limit);
    Long next = entries.size() == limit ? entries.getLast().auditId() : null;
    Json.answer(context, 200, new Page(entries.stream().map(EntryJson::of).toList(), next));
  }
}
