package metricflow.api.query;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The answer to {@link Sql}. */
final class SqlAnswers {
  /** Largest answer, in characters of its values. */
  private static final long MAX_CHARACTERS = 16L << 20;

  private SqlAnswers() {}

  static Answer of(Asking asking, Sql query) {
    LakeScope scope = new LakeScope(asking.lake(), asking.projectId(), asking.rolled());
    Rows result = run(asking, query.statement(scope, query.limit() + 1L));
    List<List<Object>> rows = new ArrayList<>();
    long characters = 0;
    for (Row row : result.rows().subList(0, Math.min(query.limit(), result.rows().size()))) {
      List<Object> values = row.values().stream().map(SqlValue::json).toList();
      for (Object value : values) {
        characters += value instanceof String text ? text.length() : 8;
      }
      if (characters > MAX_CHARACTERS) {
        throw new ProblemException(
            ProblemType.QUERY_TOO_LARGE,
            "The result has more than %d MB; POST /v1/export streams it."
                .formatted(MAX_CHARACTERS >> 20));
      }
      rows.add(values);
    }
    return new Answer.SqlRows(
        asking.receipt("sql", "The views that the query names."),
        result.columns(),
        rows,
        result.rows().size() > query.limit());
  }

  /** What is wrong with the client's own SQL is told in Trino's words. */
  private static Rows run(Asking asking, SqlStatement statement) {
    try {
      return asking.result(statement);
    } catch (ProblemException failed) {
      throw told(failed);
    }
  }

  /** The problem as the one who wrote the SQL is to see it. */
  static ProblemException told(ProblemException failed) {
    if (failed.getCause() instanceof SQLException error && isOfTheStatement(failed, error)) {
      return new ProblemException(
          ProblemType.QUERY_INVALID,
          "'sql' cannot be run: "
              + String.valueOf(error.getMessage()).replaceFirst("^Query failed \\(#[^)]*\\): ", ""),
          failed);
    }
    return failed;
  }

  private static boolean isOfTheStatement(ProblemException failed, SQLException error) {
    return switch (failed.problem().type()) {
      case INTERNAL -> error.getErrorCode() > 0 && error.getErrorCode() < FIRST_INTERNAL;
      // Elsewhere a sign that our functions are not there yet; here a typing error.
      case LAKE_UNAVAILABLE -> error.getErrorCode() == FUNCTION_NOT_FOUND;
      default -> false;
    };
  }

  private static final int FUNCTION_NOT_FOUND = 6;

  /** From here on errors are Trino's own, and not the statement's. */
  private static final int FIRST_INTERNAL = 65_536;
}
