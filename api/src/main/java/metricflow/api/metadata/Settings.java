package metricflow.api.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The settings of projects. Thread-safe. */
public final class Settings {
  private static final String COLUMNS =
      "SELECT project_id, name, time_zone, retention_days FROM projects";

  private final MetadataStore store;
  private final AuditLog audit;

  /** The settings in {@code store}. */
  public Settings(MetadataStore store, AuditLog audit) {
    this.store = store;
    this.audit = audit;
  }

  /** Every project's, by project id. */
  public Map<Integer, ProjectSettings> all() {
    Map<Integer, ProjectSettings> all = new LinkedHashMap<>();
    store.read(connection ->
        Statements.list(
            connection,
            row -> all.put(row.getInt("project_id"), settings(row)),
            COLUMNS + " ORDER BY project_id"));
    return all;
  }

  /** A project's, if there is such a project. */
  public Optional<ProjectSettings> of(int projectId) {
    return store.read(connection ->
        Statements.first(
            connection, Settings::settings, COLUMNS + " WHERE project_id = ?", projectId));
  }

  /** Puts {@code wanted} in the place of what a project, which is there, had. */
  public void put(int projectId, ProjectSettings wanted, Author by) {
    store.change(
        projectId,
        connection -> {
          Optional<ProjectSettings> before =
              Statements.first(
                  connection, Settings::settings, COLUMNS + " WHERE project_id = ?", projectId);
          Statements.update(
              connection,
              "UPDATE projects SET name = ?, time_zone = ?, retention_days = ? WHERE project_id = ?",
              wanted.name(),
              wanted.timeZone(),
              wanted.retentionDays(),
              projectId);
          audit.append(
              connection,
              projectId,
              by,
              "update",
              new AuditLog.Subject("project", Integer.toString(projectId)),
              before.orElseThrow(),
              wanted);
          return wanted;
        });
  }

  private static ProjectSettings settings(ResultSet row) throws SQLException {
    return new ProjectSettings(
        row.getString("name"),
        row.getString("time_zone"),
        Statements.integer(row, "retention_days"));
  }
}
