package metricflow.api.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import metricflow.table.Tables;

/** Which days are rolled up, asked of the lake once every few seconds. */
final class RollupCalendar {
  private static final Duration LIFE = Duration.ofSeconds(5);

  private final QueryEngine engine;
  private final LongSupplier nanoClock;
  private volatile Read last;

  private record Read(Calendar calendar, long nanos) {}

  /**
   * What is rolled up.
   *
   * @param versions the version of the table that says so
   */
  record Calendar(RolledDays days, Map<String, Long> versions) {}

  RollupCalendar(QueryEngine engine, LongSupplier nanoClock) {
    this.engine = engine;
    this.nanoClock = nanoClock;
  }

  /** The days rolled up, of the current state as known at most a few seconds ago. */
  Calendar calendar(LakeNames names) {
    if (!names.version().isCurrent()) {
      return read(names);
    }
    Read known = last;
    long now = nanoClock.getAsLong();
    if (known == null || now - known.nanos >= LIFE.toNanos()) {
      known = new Read(read(names), now);
      last = known;
    }
    return known.calendar;
  }

  private Calendar read(LakeNames names) {
    Rows result =
        engine.run(
            Caller.OURSELVES,
            new SqlStatement(
                "SELECT event_date, max(rolled_at) FROM %s GROUP BY event_date"
                    .formatted(names.table(Tables.ROLLUP_DAYS)),
                List.of()));
    Map<LocalDate, Instant> rolledAt = new TreeMap<>();
    for (Row row : result.rows()) {
      rolledAt.put(row.date(0), row.instant(1));
    }
    return new Calendar(RolledDays.of(rolledAt), result.versions());
  }
}
