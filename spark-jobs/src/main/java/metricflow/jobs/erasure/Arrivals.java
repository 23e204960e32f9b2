package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;

/** Events of persons erased before that were stored since erased ids were last looked for. */
final class Arrivals {
  /** A file may be committed this long after it was written. */
  private static final Duration UNCOMMITTED = Duration.ofHours(6);

  private static final Column DISTINCT_ID = col("distinct_id");
  private static final Column ANONYMOUS_ID = col("anonymous_id");
  private static final Column SENT_DISTINCT_ID = get_json_object(col("payload"), "$.distinct_id");
  private static final Column SENT_ANONYMOUS_ID = get_json_object(col("payload"), "$.anonymous_id");

  private final Lake lake;
  private final Erased erased;

  Arrivals(Lake lake) {
    this.lake = lake;
    this.erased = new Erased(lake);
  }

  private FileRewrite events() {
    return new FileRewrite(
            lake,
            Tables.EVENTS,
            rows ->
                erased
                    .among(rows, DISTINCT_ID, "event_time")
                    .unionByName(erased.among(rows, ANONYMOUS_ID, "event_time")),
            rows -> erased.withoutAnonymousIds(erased.others(rows, DISTINCT_ID, "event_time")))
        .since(since());
  }

  private FileRewrite rejectedEvents() {
    return new FileRewrite(
            lake,
            Tables.REJECTED_EVENTS,
            rows ->
                erased
                    .among(rows, SENT_DISTINCT_ID, "received_at")
                    .unionByName(erased.among(rows, SENT_ANONYMOUS_ID, "received_at")),
            rows ->
                erased.others(
                    erased.others(rows, SENT_DISTINCT_ID, "received_at"),
                    SENT_ANONYMOUS_ID,
                    "received_at"))
        .since(since());
  }

  private Instant since() {
    return erased.sweptAt().map(last -> last.minus(UNCOMMITTED)).orElse(Instant.EPOCH);
  }

  long count() {
    return erased.isEmpty() ? 0 : events().count() + rejectedEvents().count();
  }

  /** Drops them; returns what was done to {@code events}, with the rows of both tables. */
  FileRewrite.Outcome drop(Instant now, Progress progress) {
    if (erased.isEmpty()) {
      return new FileRewrite.Outcome(0, 0, Set.of());
    }
    FileRewrite.Outcome rejected = rejectedEvents().run(progress);
    FileRewrite.Outcome events = events().run(progress);
    erased.swept(now);
    return new FileRewrite.Outcome(
        events.rowsRemoved() + rejected.rowsRemoved(), events.files(), events.days());
  }
}
