package metricflow.api.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import metricflow.table.RollupVersion;
import metricflow.table.Tables;

/**
 * Which days are rolled up, asked of the lake when the table that says so has changed, or once
 * every few seconds where nobody tells.
 */
final class RollupCalendar {
  private static final Duration LIFE = Duration.ofSeconds(5);

  private final QueryEngine engine;
  private final LongSupplier nanoClock;
  private volatile Read last;

  private record Read(Calendar calendar, Optional<String> mark, long nanos) {}

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

  /**
   * The days rolled up.
   *
   * @param names the state of the lake that is meant; what is read is noted there
   * @param moment the lake now
   */
  Calendar calendar(LakeNames names, LakeMoment moment) {
    String table = names.table(Tables.ROLLUP_DAYS);
    if (!names.version().isCurrent()) {
      return read(table);
    }
    Reads days = new Reads();
    days.all(Tables.ROLLUP_DAYS.name());
    Optional<String> mark = moment.mark(days);
    Read known = last;
    if (known == null || !isGood(known, mark)) {
      known = new Read(read(table), mark, nanoClock.getAsLong());
      last = known;
    }
    return known.calendar;
  }

  private boolean isGood(Read known, Optional<String> mark) {
    return mark.isPresent()
        ? mark.equals(known.mark)
        : nanoClock.getAsLong() - known.nanos < LIFE.toNanos();
  }

  private Calendar read(String table) {
    Rows result =
        engine.run(
            Caller.OURSELVES,
            new SqlStatement(
                "SELECT event_date, max(rolled_at), max(coalesce(rollup_version, 0)) FROM %s GROUP BY event_date"
                    .formatted(table),
                List.of()));
    Set<LocalDate> complete = new HashSet<>();
    Map<LocalDate, Instant> rolledAt = new TreeMap<>();
    for (Row row : result.rows()) {
      rolledAt.put(row.date(0), row.instant(1));
      if (row.number(2) >= RollupVersion.CURRENT) {
        complete.add(row.date(0));
      }
    }
    return new Calendar(RolledDays.of(rolledAt, complete), result.versions());
  }
}
