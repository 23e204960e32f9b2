package metricflow.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import metricflow.api.metadata.AuditLog;
import metricflow.api.metadata.Keys;
import metricflow.api.metadata.Members;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.ReportRuns;
import metricflow.api.metadata.SavedItems;
import metricflow.api.metadata.SchemaNotes;
import metricflow.api.metadata.Settings;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.project.AuditRoutes;
import metricflow.api.project.KeyRoutes;
import metricflow.api.project.MemberRoutes;
import metricflow.api.project.SettingsRoutes;
import metricflow.api.query.ProjectContext;
import metricflow.api.saved.QuestionAnswerer;
import metricflow.api.saved.SavedWiring;
import metricflow.api.schema.SchemaRoutes;
import metricflow.api.schema.SeenSchema;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.ReadAccess;

/** What stands on the metadata store alone, put together. */
final class StoreWiring {
  private final SettingsRoutes settings;
  private final KeyRoutes keys;
  private final MemberRoutes members;
  private final AuditRoutes audit;
  private final SavedWiring saved;
  private final SchemaRoutes schema;

  StoreWiring(
      MetadataStore store,
      Settings projects,
      ReadAccess readers,
      AdminAccess admins,
      QuestionAnswerer answerer,
      QuestionAnswerer exporter,
      SeenSchema seen,
      IntFunction<ProjectContext> contexts,
      Clock clock) {
    AuditLog log = new AuditLog(store, clock);
    ProjectAdmins administrators =
        new ProjectAdmins(
            readers,
            admins,
            id -> projects.of(id).map(settings -> new Project(id, settings.name())));
    this.settings = new SettingsRoutes(projects, admins, administrators);
    Keys programs = new Keys(store, log, clock);
    Members people = new Members(store, log, programs, clock);
    this.keys = new KeyRoutes(programs, administrators, clock);
    this.members = new MemberRoutes(people, programs, readers, administrators, clock);
    this.saved =
        new SavedWiring(
            new SavedItems(store, log, clock),
            new ReportRuns(store, log, clock),
            readers,
            answerer,
            exporter,
            contexts,
            clock);
    this.schema = new SchemaRoutes(seen, new SchemaNotes(store, log), readers);
    this.audit = new AuditRoutes(log, administrators);
  }

  List<ApiRoutes> routes() {
    List<ApiRoutes> routes = new ArrayList<>(List.of(settings, keys, members, audit, schema));
    routes.addAll(saved.routes());
    return routes;
  }
}
