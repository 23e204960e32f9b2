package metricflow.api.collect;

import java.util.Optional;
import metricflow.api.metadata.Author;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Projects;

/** One project with one key. */
final class OneProject implements Projects {
  static final String WRITE_KEY = "mfw_0123456789abcdefghijklmnopqrstuv";
  static final int PROJECT_ID = 7;

  @Override
  public Optional<Project> byWriteKey(String writeKey) {
    return writeKey.equals(WRITE_KEY)
        ? Optional.of(new Project(PROJECT_ID, "Test"))
        : Optional.empty();
  }

  @Override
  public Optional<Principal> byKey(String key) {
    return Optional.empty();
  }

  @Override
  public Created create(Wish wish, Author by) {
    throw new UnsupportedOperationException("there is only one project");
  }
}
