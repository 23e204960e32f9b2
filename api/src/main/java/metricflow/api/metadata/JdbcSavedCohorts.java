package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import metricflow.event.EventIds;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** {@link SavedCohorts} in the metadata store. */
public final class JdbcSavedCohorts implements SavedCohorts {
  /** Enough to choose from, and few enough to list at once. */
  static final int MAX_COHORTS = 200;

  private final MetadataStore store;
  private final Clock clock;
  private final AuditLog audit;

  /** Cohorts of {@code store}. */
  public JdbcSavedCohorts(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.audit = new AuditLog(store, clock);
  }

  @Override
  public List<SavedCohort> of(int projectId) {
    return store.read(connection ->
        Statements.list(
            connection,
            JdbcSavedCohorts::cohort,
            "SELECT cohort_id, name, definition FROM cohorts WHERE project_id = ?"
                + " ORDER BY created_at, cohort_id",
            projectId));
  }

  @Override
  public Optional<SavedCohort> find(int projectId, String cohortId) {
    return store.read(connection -> find(connection, projectId, cohortId));
  }

  private static Optional<SavedCohort> find(Connection connection, int projectId, String cohortId)
      throws SQLException {
    return Statements.first(
        connection,
        JdbcSavedCohorts::cohort,
        "SELECT cohort_id, name, definition FROM cohorts WHERE project_id = ? AND cohort_id = ?",
        projectId,
        cohortId);
  }

  private static SavedCohort cohort(ResultSet row) throws SQLException {
    return new SavedCohort(row.getString(1), row.getString(2), row.getString(3));
  }

  @Override
  public SavedCohort add(int projectId, String name, String definition, Author by) {
    SavedCohort cohort =
        new SavedCohort(EventIds.timeOrdered(clock.millis()).toString(), name, definition);
    return store.change(
        projectId,
        connection -> {
          requireRoom(connection, projectId);
          Statements.update(
              connection,
              "INSERT INTO cohorts (cohort_id, project_id, name, definition, created_at)"
                  + " VALUES (?, ?, ?, ?, ?)",
              cohort.cohortId(),
              projectId,
              name,
              definition,
              clock.instant());
          audit.append(
              connection, projectId, by, "create", subject(cohort.cohortId()), null, cohort);
          return cohort;
        });
  }

  private static void requireRoom(Connection connection, int projectId) throws SQLException {
    long kept =
        Statements.number(
            connection, "SELECT count(*) FROM cohorts WHERE project_id = ?", projectId);
    if (kept >= MAX_COHORTS) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "The project already has %d cohorts, the most it may have.".formatted(MAX_COHORTS));
    }
  }

  @Override
  public Optional<SavedCohort> replace(int projectId, SavedCohort cohort, Author by) {
    return store.change(
        projectId,
        connection -> {
          Optional<SavedCohort> before = find(connection, projectId, cohort.cohortId());
          if (before.isEmpty()) {
            return before;
          }
          Statements.update(
              connection,
              "UPDATE cohorts SET name = ?, definition = ? WHERE project_id = ? AND cohort_id = ?",
              cohort.name(),
              cohort.definition(),
              projectId,
              cohort.cohortId());
          audit.append(
              connection,
              projectId,
              by,
              "update",
              subject(cohort.cohortId()),
              before.get(),
              cohort);
          return Optional.of(cohort);
        });
  }

  @Override
  public boolean remove(int projectId, String cohortId, Author by) {
    return store.change(
        projectId,
        connection -> {
          Optional<SavedCohort> before = find(connection, projectId, cohortId);
          if (before.isEmpty()) {
            return false;
          }
          Statements.update(
              connection,
              "DELETE FROM cohorts WHERE project_id = ? AND cohort_id = ?",
              projectId,
              cohortId);
          audit.append(connection, projectId, by, "delete", subject(cohortId), before.get(), null);
          return true;
        });
  }

  private static AuditLog.Subject subject(String cohortId) {
    return new AuditLog.Subject("cohort", cohortId);
  }
}
