package metricflow.api;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import metricflow.api.metadata.AuditLog;
import metricflow.api.metadata.Keys;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Settings;
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

  /**
   * GET /v1/projects, /v1/keys, /v1/audit; GET and PUT /v1/projects/{project_id}; POST /v1/keys,
   * /v1/keys/{key_id}/rotate; DELETE /v1/keys/{key_id}.
   */
  void register(JavalinDefaultRoutingApi routes) {
    settings.register(routes);
    keys.register(routes);
    audit.register(routes);
  }
}
