package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import metricflow.event.EventIds;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.funnel.FunnelStep;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** {@link SavedFunnels} in the metadata store. */
public final class JdbcSavedFunnels implements SavedFunnels {
  /** Each saved funnel is followed live for every visitor, so a project has only so many. */
  static final int MAX_FUNNELS = 20;

  private final MetadataStore store;
  private final Clock clock;
  private final AuditLog audit;

  /** Funnels of {@code store}. */
  public JdbcSavedFunnels(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.audit = new AuditLog(store, clock);
  }

  @Override
  public List<FunnelDefinition> of(int projectId) {
    return read("WHERE project_id = ?", projectId).getOrDefault(projectId, List.of());
  }

  @Override
  public Map<Integer, List<FunnelDefinition>> all() {
    return read("");
  }

  private Map<Integer, List<FunnelDefinition>> read(String condition, Object... values) {
    Map<Integer, List<FunnelDefinition>> byProject = new TreeMap<>();
    store.read(connection ->
        Statements.list(
            connection,
            row ->
                byProject
                    .computeIfAbsent(row.getInt("project_id"), project -> new ArrayList<>())
                    .addAll(FunnelDefinitionsJson.decode(row.getString("definition"))),
            "SELECT project_id, definition FROM saved_funnels %s ORDER BY created_at, funnel_id"
                .formatted(condition),
            values));
    return byProject;
  }

  @Override
  public FunnelDefinition add(
      int projectId, String name, long conversionWindowSeconds, List<FunnelStep> steps, Author by) {
    String funnelId = EventIds.timeOrdered(clock.millis()).toString();
    FunnelDefinition funnel = new FunnelDefinition(funnelId, name, conversionWindowSeconds, steps);
    return store.change(
        projectId,
        connection -> {
          requireRoom(connection, projectId);
          Statements.update(
              connection,
              "INSERT INTO saved_funnels (funnel_id, project_id, definition, created_at)"
                  + " VALUES (?, ?, ?, ?)",
              funnelId,
              projectId,
              FunnelDefinitionsJson.encode(List.of(funnel)),
              clock.instant());
          AuditLog.Subject subject = new AuditLog.Subject("funnel", funnelId);
          audit.append(connection, projectId, by, "create", subject, null, funnel);
          return funnel;
        });
  }

  private static void requireRoom(Connection connection, int projectId) throws SQLException {
    long kept =
        Statements.number(
            connection, "SELECT count(*) FROM saved_funnels WHERE project_id = ?", projectId);
    if (kept >= MAX_FUNNELS) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "The project already has %d saved funnels, the most it may have.".formatted(MAX_FUNNELS));
    }
  }
}
