package metricflow.api.metadata;

import java.util.Optional;

/** Projects and their keys. Thread-safe. */
public interface Projects {

  /**
   * A project just created. Its keys are shown this once: only their hashes are kept.
   *
   * @param project the project
   * @param writeKey public key that may send events
   * @param readKey secret key that may read
   */
  record Created(Project project, String writeKey, String readKey) {}

  /**
   * The project that {@code writeKey} may send events to.
   *
   * @throws metricflow.problem.ProblemException when the store cannot be asked
   */
  Optional<Project> byWriteKey(String writeKey);

  /**
   * The project that {@code readKey} may read.
   *
   * @throws metricflow.problem.ProblemException when the store cannot be asked
   */
  Optional<Project> byReadKey(String readKey);

  /** Creates a project with one key of each kind. */
  Created create(String name);
}
