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
  private final SqlStatement statement;
  private final LongSupplier nanoClock;
  private volatile Read last;

  private record Read(RolledDays days, long nanos) {}

  RollupCalendar(QueryEngine engine, LakeNames names, LongSupplier nanoClock) {
    this.engine = engine;
    this.nanoClock = nanoClock;
    this.statement =
        new SqlStatement(
            "SELECT event_date, max(rolled_at) FROM %s GROUP BY event_date"
                .formatted(names.table(Tables.ROLLUP_DAYS)),
            List.of());
  }

  /** The days rolled up, as known at most a few seconds ago. */
  RolledDays days() {
    Read known = last;
    long now = nanoClock.getAsLong();
    if (known == null || now - known.nanos >= LIFE.toNanos()) {
      known = new Read(read(), now);
      last = known;
    }
    return known.days;
  }

  private RolledDays read() {
    Map<LocalDate, Instant> rolledAt = new TreeMap<>();
    for (Row row : engine.run(statement)) {
      rolledAt.put(row.date(0), row.instant(1));
    }
    return RolledDays.of(rolledAt);
  }
}
