package metricflow.jobs.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import metricflow.jobs.DayRange;
import metricflow.jobs.EventDays;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;

/**
 * Rebuilds the person map, then the rollups of the days that need it. All of a run is counted from
 * one version of {@code events}.
 *
 * <p>A run may stop anywhere: days whose persons change lose their place in {@code rollup_days}
 * before the map is replaced, so the next run finds what is left to do.
 */
public final class RollupJob implements Job {
  /** Days are rolled up together until they have this many rows. */
  private static final long ROWS_AT_ONCE = 20_000_000;

  private final DayRange range;
  private final boolean always;

  /**
   * Rollups.
   *
   * @param range the days to look at
   * @param always whether to redo days whose rollup is in place
   */
  public RollupJob(DayRange range, boolean always) {
    this.range = range;
    this.always = always;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "rollups",
        "Rebuilds the person map and the daily rollups: all days of the range when one is given,"
            + " else those that are missing or older than their events or persons.",
        DayRange.FLAGS,
        RollupJob::of);
  }

  private static RollupJob of(Flags flags) {
    DayRange range = DayRange.of(flags);
    return new RollupJob(range, !range.equals(DayRange.closedDays()));
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    for (var table :
        List.of(Tables.EVENTS, Tables.PERSON_MAP, Tables.DAILY_METRICS, Tables.ROLLUP_DAYS)) {
      lake.ensure(table);
    }
    // Before the version is looked up: a file that is written meanwhile must count as newer.
    Instant rolledAt = lake.clock().instant();
    Snapshot version = lake.log(Tables.EVENTS).unsafeVolatileSnapshot();
    Dataset<Row> events = lake.read(Tables.EVENTS, version.version());

    progress.step("resolving who is one person");
    RollupDays rollupDays = new RollupDays(lake);
    PersonMap persons = new PersonMap(lake);
    PersonMap.Changes changes = persons.changes(events);
    if (changes.any()) {
      rollupDays.forget(changes.days(events, rollupDays.all().keySet()));
      persons.replace();
    }

    List<EventDays.Day> days = due(EventDays.of(version), rollupDays.all(), lake.today());
    DailyMetrics metrics = new DailyMetrics(lake, events);
    long rows = 0;
    int done = 0;
    for (List<EventDays.Day> together : batches(days)) {
      progress.step(position(done, days.size(), together));
      Set<LocalDate> dates =
          together.stream().map(EventDays.Day::date).collect(Collectors.toCollection(TreeSet::new));
      metrics.replace(dates);
      rows += rollupDays.record(together, events, rolledAt);
      done += together.size();
    }
    return report(done, rows, changes.persons());
  }

  private List<EventDays.Day> due(
      List<EventDays.Day> days, Map<LocalDate, RollupDays.Rollup> rolled, LocalDate today) {
    return days.stream()
        .filter(day -> range.contains(day.date(), today))
        .filter(day -> always || RollupDays.isStale(day, rolled.get(day.date())))
        .toList();
  }

  private static List<List<EventDays.Day>> batches(List<EventDays.Day> days) {
    List<List<EventDays.Day>> batches = new ArrayList<>();
    long rows = 0;
    for (EventDays.Day day : days) {
      if (batches.isEmpty() || rows + day.rows() > ROWS_AT_ONCE) {
        batches.add(new ArrayList<>());
        rows = 0;
      }
      batches.getLast().add(day);
      rows += day.rows();
    }
    return batches;
  }

  private static String position(int done, int all, List<EventDays.Day> together) {
    return String.format(
        Locale.ROOT,
        "days %d to %d of %d, %s to %s",
        done + 1,
        done + together.size(),
        all,
        together.getFirst().date(),
        together.getLast().date());
  }

  private static JobReport report(int days, long rows, long persons) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("days_rolled_up", days);
    figures.put("events_read", rows);
    figures.put("ids_mapped", persons);
    String summary =
        days == 0
            ? "Every rollup is in place: nothing to do."
            : String.format(
                Locale.ROOT,
                "%d days, %,d events read, %,d ids tied to a user.",
                days,
                rows,
                persons);
    return new JobReport(summary, figures);
  }
}
