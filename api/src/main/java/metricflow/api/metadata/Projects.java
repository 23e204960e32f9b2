package metricflow.api.metadata;

import java.util.Optional;

/** Projects and whom their keys let in. Thread-safe. */
public interface Projects {

  /**
   * A project just created. Its keys are shown this once: only their hashes are kept.
   *
   * @param project the project
   * @param writeKey public key that may send events
   * @param readKey secret key that may read and save
   */
  record Created(Project project, String writeKey, String readKey) {}

  /**
   * Whom {@code key} lets in: nobody when it is not known, revoked or expired.
   *
   * @throws metricflow.problem.ProblemException when the store cannot be asked
   */
  Optional<Caller> byKey(String key);

  /** The project that {@code writeKey} may send events to; problems as for {@link #byKey}. */
  default Optional<Project> byWriteKey(String writeKey) {
    return byKey(writeKey).filter(caller -> caller.may(Scope.EVENTS_WRITE)).map(Caller::project);
  }

  /** Creates a project with a key to send and one to read and save. */
  Created create(String name, Author by);

  /** The same by the installation's admin. */
  default Created create(String name) {
    return create(name, Author.admin());
  }
}
