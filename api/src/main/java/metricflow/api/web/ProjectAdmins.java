package metricflow.api.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import metricflow.api.metadata.Actor;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Scope;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Who may administer a project: holders of its {@code project:admin}, and of the installation's
 * admin key, who name the project as {@code ?project_id=}. The admin key reads no events.
 */
public final class ProjectAdmins {
  private static final String PARAMETER = "project_id";

  private final ReadAccess keys;
  private final AdminAccess admins;
  private final IntFunction<Optional<Project>> projects;

  /**
   * Those of {@code keys} and of {@code admins}.
   *
   * @param projects finds a project by its id
   */
  public ProjectAdmins(
      ReadAccess keys, AdminAccess admins, IntFunction<Optional<Project>> projects) {
    this.keys = keys;
    this.admins = admins;
    this.projects = projects;
  }

  /**
   * Who administers, and which project.
   *
   * @throws ProblemException as {@link ReadAccess#principal}; {@code NOT_FOUND} when there is no
   *     such project
   */
  public Principal principal(Context context) {
    if (!admins.isAdmin(context)) {
      return keys.principal(context, Scope.PROJECT_ADMIN);
    }
    String id = context.queryParam(PARAMETER);
    if (id == null) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "The admin key is of no project; name one as '?%s='.".formatted(PARAMETER));
    }
    return admin(id);
  }

  /** The same for a project that is named in the address; another's project is not found. */
  public Principal principal(Context context, String projectId) {
    if (admins.isAdmin(context)) {
      return admin(projectId);
    }
    Principal principal = keys.principal(context, Scope.PROJECT_ADMIN);
    if (!Integer.toString(principal.project().projectId()).equals(projectId)) {
      throw notFound();
    }
    return principal;
  }

  private Principal admin(String projectId) {
    if (!projectId.matches("[0-9]{1,9}")) {
      throw notFound();
    }
    Project project =
        projects.apply(Integer.parseInt(projectId)).orElseThrow(ProjectAdmins::notFound);
    return new Principal(project, Actor.ADMIN, Set.of(Scope.PROJECT_ADMIN), Optional.empty());
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no such project.");
  }
}
