package metricflow.api.trino;

import java.sql.SQLException;
import java.util.Set;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** What an error of Trino means to the one who asked. Codes are those of its StandardErrorCode. */
final class TrinoErrors {
  /** One function's limit, and one query's on all machines and on one. */
  private static final Set<Integer> OUT_OF_MEMORY = Set.of(37, 131_073, 131_079);

  private static final int TOO_MANY_STAGES = 40;
  private static final int INVALID_ARGUMENTS = 76;
  private static final String NO_VERSION = "Delta Lake snapshot ID does not exist";
  private static final int EXCEEDED_TIME_LIMIT = 131_075;
  private static final int EXCEEDED_SCAN_LIMIT = 131_081;

  /** Function, catalog, schema and table not found: the lake is not registered yet. */
  private static final Set<Integer> NOT_SET_UP = Set.of(6, 44, 45, 46);

  /** Below are errors in the statement, from here on Trino's own. */
  private static final int FIRST_INTERNAL = 65_536;

  private TrinoErrors() {}

  /**
   * The problem behind {@code error}.
   *
   * @param tooLong whether we had given up on the statement
   * @param limits what a statement may take
   */
  static ProblemException problem(SQLException error, boolean tooLong, QueryLimits limits) {
    int code = error.getErrorCode();
    if (tooLong || code == EXCEEDED_TIME_LIMIT) {
      return new ProblemException(
          ProblemType.QUERY_TIMEOUT,
          "The query ran for more than %d s and was stopped.".formatted(limits.time().toSeconds()),
          error);
    }
    if (OUT_OF_MEMORY.contains(code)) {
      return new ProblemException(
          ProblemType.QUERY_TOO_LARGE,
          "The query needs more memory than one query may have.",
          error);
    }
    if (code == EXCEEDED_SCAN_LIMIT) {
      return new ProblemException(
          ProblemType.QUERY_TOO_LARGE,
          "The query reads more than the %d MB one query may read."
              .formatted(limits.bytes() / 1_048_576),
          error);
    }
    if (code == TOO_MANY_STAGES) {
      return new ProblemException(
          ProblemType.QUERY_TOO_LARGE,
          "The question has more parts than one query may have; ask with fewer series, cohorts or"
              + " conditions on persons.",
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
