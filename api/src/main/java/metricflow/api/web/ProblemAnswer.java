package metricflow.api.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.JavalinDefaultRoutingApi;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an error becomes an answer: {@code application/problem+json}. */
public final class ProblemAnswer {
  /** Media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);

  private static final int UNAVAILABLE = 503;

  private ProblemAnswer() {}

  /** Makes every exception of every route a problem. */
  public static void register(JavalinDefaultRoutingApi routes) {
    routes.exception(ProblemException.class, (error, context) -> answer(context, known(error)));
    routes.exception(HttpResponseException.class, ProblemAnswer::answerRouting);
    routes.exception(Exception.class, (error, context) -> answer(context, unknown(error)));
  }

  /** Answers {@code problem} with its own status. */
  public static void answer(Context context, Problem problem) {
    answer(context, problem, toJson(context, problem));
  }

  /** The same with a body that holds more than the problem's own members. */
  public static void answer(Context context, Problem problem, ObjectNode body) {
    int status = problem.type().status();
    if (status == 429 || status == UNAVAILABLE) {
      context.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
    }
    context.status(status).contentType(MEDIA_TYPE).result(Json.bytes(body));
  }

  /** The members of a problem, for this request. */
  public static ObjectNode toJson(Context context, Problem problem) {
    return toJson(problem)
        .put("correlation_id", CorrelationId.of(context).toString())
        .put("instance", context.path());
  }

  /** The members of a problem. */
  public static ObjectNode toJson(Problem problem) {
    ProblemType type = problem.type();
    return Json.mapper()
        .createObjectNode()
        .put("type", type.uri())
        .put("title", type.title())
        .put("status", type.status())
        .put("detail", problem.detail())
        .put("remedy", type.remedy());
  }

  private static Problem known(ProblemException error) {
    Problem problem = error.problem();
    if (problem.type().status() >= 500 && problem.type() != ProblemType.BUS_UNAVAILABLE) {
      log(problem, error.getCause());
    }
    return problem;
  }

  /** The trace of our own failures; of something that is away, its last word, for each request. */
  private static void log(Problem problem, Throwable cause) {
    if (problem.type().status() != UNAVAILABLE) {
      LOG.warn("{}: {}", problem.type().slug(), problem.detail(), cause);
      return;
    }
    Throwable root = cause;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    LOG.warn("{}: {} ({})", problem.type().slug(), problem.detail(), String.valueOf(root));
  }

  private static Problem unknown(Exception error) {
    LOG.error("unexpected error", error);
    return new Problem(
        ProblemType.INTERNAL, "The request could not be completed; the cause is in our log.");
  }

  private static void answerRouting(HttpResponseException error, Context context) {
    switch (error.getStatus()) {
      case 404 ->
          answer(context, new Problem(ProblemType.NOT_FOUND, "No route is " + context.path()));
      case 405 -> {
        context.header("Allow", String.join(", ", error.getDetails().values()));
        answer(
            context,
            new Problem(
                ProblemType.METHOD_NOT_ALLOWED,
                "%s is not possible on %s.".formatted(context.method(), context.path())));
      }
      default -> answer(context, unknown(error));
    }
  }
}
