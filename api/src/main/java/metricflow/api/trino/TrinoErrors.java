package metricflow.api.trino;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** What an error of Trino means to the one who asked. Codes are those of its StandardErrorCode. */
final class TrinoErrors {
  /** One function's limit, and one query's on all machines and on one. */
  private static final Set<Integer> OUT_OF_MEMORY = Set.of(37, 131_073, 131_079);

  private static final int INVALID_ARGUMENTS = 76;
  private static final String NO_VERSION = "Delta Lake snapshot ID does not exist";
  private static final int EXCEEDED_TIME_LIMIT = 131_075;

  /** Function, catalog, schema and table not found: the lake is not registered yet. */
  private static final Set<Integer> NOT_SET_UP = Set.of(6, 44, 45, 46);

  /** Below are errors in the statement, from here on Trino's own. */
  private static final int FIRST_INTERNAL = 65_536;

  private TrinoErrors() {}

  /**
   * The problem behind {@code error}.
   *
   * @param cancelled whether we had given up on the statement
   * @param limit how long a statement may run
   */
  static ProblemException problem(SQLException error, boolean cancelled, Duration limit) {
    int code = error.getErrorCode();
    if (cancelled || code == EXCEEDED_TIME_LIMIT) {
      return new ProblemException(
          ProblemType.QUERY_TIMEOUT,
          "The query ran for more than %d s and was stopped.".formatted(limit.toSeconds()),
          error);
    }
    if (OUT_OF_MEMORY.contains(code)) {
      return new ProblemException(
          ProblemType.QUERY_TOO_LARGE,
          "The query needs more memory than one query may have.",
          error);
    }
    if (code == INVALID_ARGUMENTS && String.valueOf(error.getMessage()).contains(NO_VERSION)) {
      return new ProblemException(
          ProblemType.VERSION_GONE, "A table has no such version, or has it no longer.", error);
    }
    if (NOT_SET_UP.contains(code)) {
      return new ProblemException(
          ProblemType.LAKE_UNAVAILABLE, "The lake's tables are not registered yet.", error);
    }
    if (code > 0 && code < FIRST_INTERNAL) {
      return new ProblemException(
          ProblemType.INTERNAL, "The query could not be run; the cause is in our log.", error);
    }
    return new ProblemException(
        ProblemType.LAKE_UNAVAILABLE, "The query engine does not answer.", error);
  }
}
