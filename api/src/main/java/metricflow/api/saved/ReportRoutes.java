package metricflow.api.saved;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import metricflow.api.metadata.ItemKind;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.ReportRuns;
import metricflow.api.metadata.SavedItem;
import metricflow.api.metadata.SavedItems;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.JsonFields;
import metricflow.api.web.Json;
import metricflow.api.web.QueryParameters;
import metricflow.api.web.ReadAccess;

/**
 * Reports as their maker sees them: {@code GET /v1/reports?due=true} are those to be made now,
 * {@code POST /v1/reports/{report_id}/runs} says what became of one, which makes it due again
 * later.
 */
final class ReportRoutes implements ApiRoutes {
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final List<String> STATUSES =
      Arrays.stream(ReportRuns.Status.values()).map(ReportRuns.Status::text).toList();

  private final SavedRoutes reports;
  private final SavedItems items;
  private final ReportRuns runs;
  private final ReadAccess access;
  private final Clock clock;

  ReportRoutes(
      SavedRoutes reports, SavedItems items, ReportRuns runs, ReadAccess access, Clock clock) {
    this.reports = reports;
    this.items = items;
    this.runs = runs;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get(reports.path(), this::list);
    routes.get(reports.itemPath(), this::show);
    routes.post(reports.itemPath() + "/runs", this::finish);
  }

  @Override
  public void describe(ApiDocument document) {
    SavedDescription.runs(document, reports);
  }

  private void list(Context context) {
    int projectId = access.project(context).projectId();
    boolean dueOnly = QueryParameters.flag(context, "due");
    Map<String, ReportRuns.Times> times = runs.of(projectId);
    Instant now = clock.instant();
    List<ObjectNode> list =
        items.of(projectId, ItemKind.REPORT).stream()
            .filter(item -> !dueOnly || times.get(item.itemId()).isDue(now))
            .map(item -> json(item, times))
            .toList();
    Json.answer(context, 200, Map.of("reports", list));
  }

  private void show(Context context) {
    int projectId = access.project(context).projectId();
    SavedItem item = reports.get(context, projectId);
    VersionTags.show(context, item.version());
    Json.answer(context, 200, json(item, runs.of(projectId)));
  }

  private void finish(Context context) {
    Principal principal = access.principal(context, Scope.PROJECT_WRITE);
    int projectId = principal.project().projectId();
    String status =
        JsonFields.ofBody(Json.body(context, MAX_BODY_BYTES))
            .only(List.of("status"))
            .oneOf("status", STATUSES);
    SavedItem item = reports.get(context, projectId);
    Instant next =
        SavedFields.nextRun(JsonFields.ofBody(SavedRoutes.definition(item)), clock.instant());
    runs.finish(
        projectId,
        item.ref(),
        ReportRuns.Status.valueOf(status.toUpperCase(Locale.ROOT)),
        next,
        ReadAccess.author(principal, context));
    Json.answer(context, 200, json(item, runs.of(projectId)));
  }

  private ObjectNode json(SavedItem item, Map<String, ReportRuns.Times> times) {
    ReportRuns.Times of = times.get(item.itemId());
    return reports
        .json(item)
        .put("next_run_at", text(of.nextRunAt()))
        .put("last_run_at", text(of.lastRunAt()))
        .put("last_status", of.lastStatus());
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
