package metricflow.api.web;

import io.javalin.http.Context;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Projects;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Who may read: whoever holds a project's read key. */
public final class ReadAccess {
  private final Projects projects;

  /** Access to the projects of {@code projects}. */
  public ReadAccess(Projects projects) {
    this.projects = projects;
  }

  /**
   * The project whose read key the request carries.
   *
   * @throws ProblemException when it carries none, or one that is not known
   */
  public Project project(Context context) {
    String key =
        BearerKey.of(context)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.READ_KEY_MISSING, "The request carries no read key."));
    return projects
        .byReadKey(key)
        .orElseThrow(() ->
            new ProblemException(ProblemType.READ_KEY_UNKNOWN, "No project has this read key."));
  }
}
