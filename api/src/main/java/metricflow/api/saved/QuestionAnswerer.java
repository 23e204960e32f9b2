package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** Answers a question of the query language as the route for questions or for exports does. */
@FunctionalInterface
public interface QuestionAnswerer {
  /**
   * Writes the answer.
   *
   * @throws metricflow.problem.ProblemException when the question is not valid or cannot be
   *     answered
   */
  void answer(Context context, int projectId, JsonNode question);
}
