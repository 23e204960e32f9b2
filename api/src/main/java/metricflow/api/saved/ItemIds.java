package metricflow.api.saved;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Ids of saved items in addresses: UUIDs. What is none is not looked for. */
final class ItemIds {
  private static final Pattern UUID = Pattern.compile("[0-9a-f-]{36}");

  private ItemIds() {}

  static String of(Context context, String parameter) {
    String id = context.pathParam(parameter);
    if (!UUID.matcher(id).matches()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "The project has nothing with this %s.".formatted(parameter));
    }
    return id;
  }
}
