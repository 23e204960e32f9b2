package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
    try (Connection connection = store.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT project_id, definition FROM saved_funnels WHERE project_id = ?"
                    + " ORDER BY created_at, funnel_id")) {
      select.setInt(1, projectId);
      return read(select).getOrDefault(projectId, List.of());
    } catch (SQLException unreachable) {
      throw MetadataStore.unavailable(unreachable);
    }
  }

  @Override
  public Map<Integer, List<FunnelDefinition>> all() {
    try (Connection connection = store.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT project_id, definition FROM saved_funnels"
                    + " ORDER BY created_at, funnel_id")) {
      return read(select);
    } catch (SQLException unreachable) {
      throw MetadataStore.unavailable(unreachable);
    }
  }

  private static Map<Integer, List<FunnelDefinition>> read(PreparedStatement select)
      throws SQLException {
    Map<Integer, List<FunnelDefinition>> byProject = new TreeMap<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        byProject
            .computeIfAbsent(found.getInt(1), project -> new ArrayList<>())
            .addAll(FunnelDefinitionsJson.decode(found.getString(2)));
      }
    }
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
