package metricflow.api.metadata;

import java.util.List;
import java.util.Optional;

/**
 * The cohorts a project keeps. Definitions have been validated before they come here. Thread-safe.
 */
public interface SavedCohorts {

  /** The project's cohorts, oldest first. */
  List<SavedCohort> of(int projectId);

  /** The cohort, if it is one of the project. */
  Optional<SavedCohort> find(int projectId, String cohortId);

  /** Keeps a cohort under a new id. */
  SavedCohort add(int projectId, String name, String definition, Author by);

  /** Gives a cohort another name and definition; empty if it is none of the project. */
  Optional<SavedCohort> replace(int projectId, SavedCohort cohort, Author by);

  /** Forgets a cohort; whether the project had it. */
  boolean remove(int projectId, String cohortId, Author by);
}
