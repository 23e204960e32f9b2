package metricflow.api.web;

import io.javalin.http.Context;
import metricflow.api.metadata.Author;
import metricflow.api.metadata.Principal;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.Scope;
import metricflow.api.trace.Tracing;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Who may do what in a project: whoever holds a key of it that has the scope. */
public final class ReadAccess {
  private final Projects projects;

  /** Access to the projects of {@code projects}. */
  public ReadAccess(Projects projects) {
    this.projects = projects;
  }

  /**
   * The project that the request's key may read.
   *
   * @throws ProblemException as for {@link #principal}
   */
  public Project project(Context context) {
    return project(context, Scope.QUERY_READ);
  }

  /**
   * The project in which the request's key has {@code scope}; problems as for {@link #principal}.
   */
  public Project project(Context context, Scope scope) {
    return principal(context, scope).project();
  }

  /**
   * Whose key the request carries.
   *
   * @throws ProblemException {@code READ_KEY_MISSING} when it carries none, {@code
   *     READ_KEY_UNKNOWN} when it is not known (any more), {@code SCOPE_MISSING} when it may not do
   *     this
   */
  public Principal principal(Context context, Scope scope) {
    String key =
        BearerKey.of(context)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.READ_KEY_MISSING,
                    "The request carries no key; it needs one with the scope %s."
                        .formatted(scope.text())));
    Principal principal =
        projects
            .byKey(key)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.READ_KEY_UNKNOWN,
                    "No project has this key, or it has expired or been revoked; this needs a key"
                        + " with the scope %s.".formatted(scope.text())));
    Tracing.project(principal.project().projectId());
    if (!principal.may(scope)) {
      throw new ProblemException(
          ProblemType.SCOPE_MISSING,
          "This needs the scope %s; the key has %s."
              .formatted(scope.text(), String.join(", ", Scope.texts(principal.scopes()))));
    }
    return principal;
  }

  /** Whom to name as the author of a change. */
  public static Author author(Principal principal, Context context) {
    return new Author(principal.actor(), CorrelationId.of(context));
  }
}
