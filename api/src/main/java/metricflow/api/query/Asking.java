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
  private final Caller caller;
  private final LakeNames lake;
  private final RolledDays rolled;
  private final Clock clock;
  private final Question question;
  private final Instant start;
  private final String asOf;
  private final Map<String, Long> versions = new HashMap<>();
  private long bytesScanned;
  private String sql;

  Asking(
      QueryEngine engine,
      Freshness freshness,
      Clock clock,
      Caller caller,
      Question question,
      LakeNames names,
      RollupCalendar rollups,
      LakeMoment moment) {
    this.engine = engine;
    this.caller = caller;
    this.clock = clock;
    this.question = question;
    this.start = clock.instant();
    // Asked before a statement runs: what was in the lake then is certainly in its snapshot.
    this.asOf = freshness.asOf().orElse(start).truncatedTo(ChronoUnit.MILLIS).toString();
    this.lake = names.at(question.version());
    RollupCalendar.Calendar calendar = rollups.calendar(lake, moment);
    this.rolled = calendar.days();
    versions.putAll(calendar.versions());
  }

  /** Whose question it is. */
  int projectId() {
    return caller.projectId();
  }

  /** The state of the lake that is asked. */
  LakeNames lake() {
    return lake;
  }

  /** The same as the statements so far have found it, so that one more is about the same data. */
  LakeNames lakeFound() {
    return lake.foundAt(versions);
  }

  /** The days whose rollups may be used. */
  RolledDays rolled() {
    return rolled;
  }

  /** Bytes read so far. */
  long bytesScanned() {
    return bytesScanned;
  }

  /** Runs a statement that gives numbers of the answer; the first is told as its {@code sql}. */
  List<Row> run(SqlStatement statement) {
    return result(statement).rows();
  }

  /** The same with the names of the columns. */
  Rows result(SqlStatement statement) {
    sql = sql == null ? statement.reproducible() : sql;
    Rows result = engine.run(caller, statement);
    bytesScanned += result.bytesScanned();
    versions.putAll(result.versions());
    return result;
  }

  /** Runs a statement that gives further numbers of the answer; is told as well. */
  List<Row> runAlso(SqlStatement statement) {
    sql += ";\n" + statement.reproducible();
    return run(statement);
  }

  /** What has been run so far gives no numbers of the answer. */
  void forgetSql() {
    sql = null;
  }

  Receipt receipt(DaySource source) {
    return receipt(source.name(), source.because());
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
        question.explain()
            ? new Receipt.Explanation(
                source,
                because + lake.scan(question.query().propertyUses()).description(),
                question.query().zone().getId())
            : null);
  }
}
