package metricflow.api.metadata;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The settings of projects. Thread-safe. */
public final class Settings {
  private static final int ZONES_KEPT = 10_000;
  private static final Duration ZONE_REMEMBERED = Duration.ofSeconds(10);
  private static final String COLUMNS =
      "SELECT project_id, name, time_zone, retention_days FROM projects";

  private final MetadataStore store;
  private final AuditLog audit;
  private final LoadingCache<Integer, ZoneId> zones;

  /** The settings in {@code store}. */
  public Settings(MetadataStore store, AuditLog audit) {
    this(store, audit, Ticker.systemTicker());
  }

  Settings(MetadataStore store, AuditLog audit, Ticker ticker) {
    this.store = store;
    this.audit = audit;
    this.zones =
        Caffeine.newBuilder()
            .maximumSize(ZONES_KEPT)
            .refreshAfterWrite(ZONE_REMEMBERED)
            // In the caller's thread, so that it sees the new one; a failed refresh keeps the old.
            .executor(Runnable::run)
            .ticker(ticker)
            .build(this::readTimeZone);
  }

  /**
   * The zone a project's team lives by, UTC for one that is not there. What was put here is seen at
   * once, what another process has put after ten seconds; while the store is away the zone known
   * before stays.
   */
  public ZoneId timeZone(int projectId) {
    return zones.get(projectId);
  }

  private ZoneId readTimeZone(int projectId) {
    return ZoneId.of(of(projectId).map(ProjectSettings::timeZone).orElse("UTC"));
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
              "UPDATE projects SET name = ?, time_zone = ?, retention_days = ? WHERE project_id ="
                  + " ?",
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
    zones.invalidate(projectId);
  }

  private static ProjectSettings settings(ResultSet row) throws SQLException {
    return new ProjectSettings(
        row.getString("name"),
        row.getString("time_zone"),
        Statements.integer(row, "retention_days"));
  }
}
