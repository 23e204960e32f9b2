package metricflow.api.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalLong;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** What stands behind the question mark of an address, read as strictly as a body. */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * A whole number, if there is one.
   *
   * @throws ProblemException {@code QUERY_INVALID} when it is not from {@code least} to {@code
   *     most}
   */
  public static OptionalLong wholeNumber(Context context, String name, long least, long most) {
    String text = context.queryParam(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException noNumber) {
      // Told below.
    }
    throw new ProblemException(
        ProblemType.QUERY_INVALID,
        "'?%s=' must be a whole number from %d to %d.".formatted(name, least, most));
  }

  /**
   * A text, if there is one.
   *
   * @throws ProblemException {@code QUERY_INVALID} when it is empty or longer than {@code
   *     maxLength}
   */
  public static Optional<String> text(Context context, String name, int maxLength) {
    String text = context.queryParam(name);
    if (text != null && (text.isEmpty() || text.length() > maxLength)) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'?%s=' must be a text of 1 to %d characters.".formatted(name, maxLength));
    }
    return Optional.ofNullable(text);
  }

  /**
   * Whether it is {@code true}; false when it is not there.
   *
   * @throws ProblemException {@code QUERY_INVALID} when it is neither {@code true} nor {@code
   *     false}
   */
  public static boolean flag(Context context, String name) {
    String text = context.queryParam(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID, "'?%s=' must be true or false.".formatted(name));
    }
    return "true".equals(text);
  }
}
