package metricflow.api.project;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Identities in addresses. What cannot be one is not looked for. */
final class PathIds {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{1,36}");

  private PathIds() {}

  /** The parameter {@code name}: hexadecimal digits, perhaps with hyphens. */
  static String text(Context context, String name) {
    String id = context.pathParam(name);
    if (!ID.matcher(id).matches()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "The project has nothing with this %s.".formatted(name));
    }
    return id;
  }

  /** The parameter {@code name}: a whole number. */
  static int number(Context context, String name) {
    String id = context.pathParam(name);
    if (!id.matches("[0-9]{1,9}")) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "The project has nothing with this %s.".formatted(name));
    }
    return Integer.parseInt(id);
  }
}
