package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

  /** Funnels of {@code store}. */
  public JdbcSavedFunnels(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
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
      throw JdbcProjects.unavailable(unreachable);
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
      throw JdbcProjects.unavailable(unreachable);
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
      int projectId, String name, long conversionWindowSeconds, List<FunnelStep> steps) {
    if (of(projectId).size() >= MAX_FUNNELS) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "The project already has %d saved funnels, the most it may have.".formatted(MAX_FUNNELS));
    }
    String funnelId = EventIds.timeOrdered(clock.millis()).toString();
    FunnelDefinition funnel = new FunnelDefinition(funnelId, name, conversionWindowSeconds, steps);
    try (Connection connection = store.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO saved_funnels (funnel_id, project_id, definition, created_at)"
                    + " VALUES (?, ?, ?, ?)")) {
      insert.setString(1, funnelId);
      insert.setInt(2, projectId);
      insert.setString(3, FunnelDefinitionsJson.encode(List.of(funnel)));
      insert.setObject(4, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      insert.executeUpdate();
      return funnel;
    } catch (SQLException unreachable) {
      throw JdbcProjects.unavailable(unreachable);
    }
  }
}
