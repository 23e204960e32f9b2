package metricflow.api.saved;

import java.time.Clock;
import java.util.List;
import java.util.function.IntFunction;
import metricflow.api.metadata.ItemKind;
import metricflow.api.metadata.ReportRuns;
import metricflow.api.metadata.SavedItems;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.ProjectContext;
import metricflow.api.web.ReadAccess;

/** The routes of what teams save, put together. */
public final class SavedWiring {
  private final SavedRoutes insights;
  private final SavedRoutes dashboards;
  private final SavedRoutes reports;
  private final InsightRoutes answers;
  private final ReportRoutes runs;

  /**
   * Routes over {@code items}.
   *
   * @param answerer answers the questions of insights
   * @param exporter streams the rows that answer them
   * @param projects what each gives to the questions of its insights
   */
  public SavedWiring(
      SavedItems items,
      ReportRuns runs,
      ReadAccess access,
      QuestionAnswerer answerer,
      QuestionAnswerer exporter,
      IntFunction<ProjectContext> projects,
      Clock clock) {
    SavedFields fields = new SavedFields(projects, clock);
    this.insights = new SavedRoutes(ItemKind.INSIGHT, items, fields, access);
    this.dashboards = new SavedRoutes(ItemKind.DASHBOARD, items, fields, access);
    this.reports = new SavedRoutes(ItemKind.REPORT, items, fields, access);
    this.answers = new InsightRoutes(insights, access, answerer, exporter, projects, clock);
    this.runs = new ReportRoutes(reports, items, runs, access, clock);
  }

  /** The groups of routes. */
  public List<ApiRoutes> routes() {
    return List.of(insights, dashboards, reports, answers, runs);
  }
}
