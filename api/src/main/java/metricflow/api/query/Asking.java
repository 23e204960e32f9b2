package metricflow.api.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One question being answered: runs its statements and keeps what its {@link Receipt} says. */
final class Asking {
  private final QueryEngine engine;
  private final Clock clock;
  private final Question question;
  private final Instant start;
  private final String asOf;
  private final Map<String, Long> versions = new HashMap<>();
  private long bytesScanned;
  private String sql;

  Asking(QueryEngine engine, Freshness freshness, Clock clock, Question question) {
    this.engine = engine;
    this.clock = clock;
    this.question = question;
    this.start = clock.instant();
    // Asked before a statement runs: what was in the lake then is certainly in its snapshot.
    this.asOf = freshness.asOf().orElse(start).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Runs the statement that gives the answer's numbers. */
  List<Row> run(SqlStatement statement) {
    sql = sql == null ? statement.reproducible() : sql;
    Rows result = engine.run(statement);
    bytesScanned += result.bytesScanned();
    versions.putAll(result.versions());
    return result.rows();
  }

  /** Takes note that the answer depends on a table read before. */
  void reads(Map<String, Long> versionsRead) {
    versions.putAll(versionsRead);
  }

  Receipt receipt(String source, String because) {
    return new Receipt(
        question.query().kind(),
        asOf,
        source,
        true,
        sql,
        Duration.between(start, clock.instant()).toMillis(),
        bytesScanned,
        versions.isEmpty() ? null : LakeVersion.of(versions),
        question.explain() ? new Receipt.Explanation(source, because) : null);
  }
}
