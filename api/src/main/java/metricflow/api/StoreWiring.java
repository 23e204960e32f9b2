package metricflow.api;

import java.time.Clock;
import java.util.List;
import metricflow.api.metadata.AuditLog;
import metricflow.api.metadata.Keys;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Settings;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.project.AuditRoutes;
import metricflow.api.project.KeyRoutes;
import metricflow.api.project.SettingsRoutes;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.ProjectAdmins;
import metricflow.api.web.ReadAccess;

/** Administration over the metadata store, put together. */
final class StoreWiring {
  private final SettingsRoutes settings;
  private final KeyRoutes keys;
  private final AuditRoutes audit;

  StoreWiring(MetadataStore store, ReadAccess readers, AdminAccess admins, Clock clock) {
    AuditLog log = new AuditLog(store, clock);
    Settings projects = new Settings(store, log);
    ProjectAdmins administrators =
        new ProjectAdmins(
            readers,
            admins,
            id -> projects.of(id).map(settings -> new Project(id, settings.name())));
    this.settings = new SettingsRoutes(projects, admins, administrators);
    this.keys = new KeyRoutes(new Keys(store, log, clock), administrators, clock);
    this.audit = new AuditRoutes(log, administrators);
  }

  List<ApiRoutes> routes() {
    return List.of(settings, keys, audit);
  }
}
