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
   * @param owner its first member, if one was wished for
   */
  record Created(Project project, String writeKey, String readKey, Optional<Member.Added> owner) {}

  /**
   * What a project is to be.
   *
   * @param owner its first member, if it is to have one
   */
  record Wish(String name, Optional<Member.Wish> owner) {}

  /**
   * Whom {@code key} lets in: nobody when it is not known, revoked or expired.
   *
   * @throws metricflow.problem.ProblemException when the store cannot be asked
   */
  Optional<Principal> byKey(String key);

  /** The project that {@code writeKey} may send events to; problems as for {@link #byKey}. */
  default Optional<Project> byWriteKey(String writeKey) {
    return byKey(writeKey)
        .filter(principal -> principal.may(Scope.EVENTS_WRITE))
        .map(Principal::project);
  }

  /** Creates a project with a key to send and one to read and save. */
  Created create(Wish wish, Author by);

  /** A project without members, by the installation's admin. */
  default Created create(String name) {
    return create(new Wish(name, Optional.empty()), Author.admin());
  }
}
