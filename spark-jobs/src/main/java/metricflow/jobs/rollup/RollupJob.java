package metricflow.jobs.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.jobs.CommitRetry;
import metricflow.jobs.DayRange;
import metricflow.jobs.EventDays;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Table;
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

  private static final List<Table> TABLES =
      List.of(
          Tables.EVENTS,
          Tables.PERSON_MAP,
          Tables.DAILY_METRICS,
          Tables.HOURLY_METRICS,
          Tables.HOURLY_CONTEXTS,
          Tables.USER_DAYS,
          Tables.USER_TIMELINES,
          Tables.TIMELINE_BLOCKS,
          Tables.TIMELINE_CODES,
          Tables.TIMELINE_CONTEXTS,
          Tables.SESSIONS,
          Tables.FIRST_SEEN,
          Tables.ROLLUP_DAYS);

  private final DayRange range;
  private final boolean always;
  private final boolean dryRun;

  /**
   * Rollups.
   *
   * @param range the days to look at
   * @param always whether to redo days whose rollup is in place
   */
  public RollupJob(DayRange range, boolean always) {
    this(range, always, false);
  }

  private RollupJob(DayRange range, boolean always, boolean dryRun) {
    this.range = range;
    this.always = always;
    this.dryRun = dryRun;
  }

  /** The same, which only says what it would do. */
  public RollupJob dry() {
    return new RollupJob(range, always, true);
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    List<Flag> flags = new ArrayList<>(DayRange.FLAGS);
    flags.add(JobDefinition.DRY_RUN);
    return new JobDefinition(
        "rollups",
        "Rebuilds the person map and the daily rollups: all days of the range when one is given,"
            + " else those that are missing or older than their events or persons.",
        flags,
        RollupJob::of);
  }

  private static RollupJob of(Flags flags) {
    DayRange range = DayRange.of(flags);
    return new RollupJob(range, !range.equals(DayRange.closedDays()), flags.dryRun());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    TABLES.forEach(lake::ensure);
    // Before the version is looked up: a file that is written meanwhile must count as newer.
    Instant rolledAt = lake.clock().instant();
    Snapshot version = lake.log(Tables.EVENTS).unsafeVolatileSnapshot();
    Dataset<Row> events = lake.read(Tables.EVENTS, version.version());

    progress.step("resolving who is one person");
    RollupDays rollupDays = new RollupDays(lake);
    PersonMap persons = new PersonMap(lake);
    List<EventDays.Day> present = EventDays.of(version);
    PersonMap.Changes changes =
        persons.changes(events, present.stream().map(EventDays.Day::date).findFirst());
    Map<LocalDate, RollupDays.Rollup> rolled = rollupDays.all();
    if (changes.any()) {
      List<LocalDate> changed = changes.days(events, rolled.keySet());
      rolled.keySet().removeAll(changed);
      if (!dryRun) {
        rollupDays.forget(changed);
        persons.replace();
      }
    }
    List<LocalDate> withEvents = present.stream().map(EventDays.Day::date).toList();
    List<EventDays.Day> days = due(present, rolled, lake.today());
    if (dryRun) {
      return dryReport(days, changes.count());
    }
    Set<LocalDate> inPlace = inPlace(rolled, days);
    Totals totals = new Totals(changes.persons());
    for (List<EventDays.Day> together : batches(days)) {
      Set<LocalDate> dates =
          together.stream().map(EventDays.Day::date).collect(Collectors.toCollection(TreeSet::new));
      String position = position(totals.days, days.size(), together);
      RollupBatch batch = new RollupBatch(lake, events, dates, withEvents, inPlace);
      RollupBatch.Outcome outcome =
          CommitRetry.run(progress, "rolling up " + dates, () -> batch.replace(progress, position));
      totals.add(together.size(), rollupDays.record(together, events, rolledAt), outcome);
      inPlace.addAll(dates);
    }
    return totals.report();
  }

  private static JobReport dryReport(List<EventDays.Day> due, long idsChanged) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("days_due", due.size());
    figures.put("events_due", due.stream().mapToLong(EventDays.Day::rows).sum());
    figures.put("ids_changed", idsChanged);
    return new JobReport(
        String.format(
            Locale.ROOT,
            "%d days would be rolled up%s, %,d ids would change their person; nothing was changed.",
            due.size(),
            due.isEmpty() ? "" : ", " + due.getFirst().date() + " to " + due.getLast().date(),
            idsChanged),
        figures);
  }

  /** Days in place that this run leaves as they are. */
  private static Set<LocalDate> inPlace(
      Map<LocalDate, RollupDays.Rollup> rolled, List<EventDays.Day> due) {
    Set<LocalDate> inPlace = new HashSet<>();
    rolled.forEach((day, rollup) -> {
      if (rollup.isComplete()) {
        inPlace.add(day);
      }
    });
    due.forEach(day -> inPlace.remove(day.date()));
    return inPlace;
  }

  private List<EventDays.Day> due(
      List<EventDays.Day> days, Map<LocalDate, RollupDays.Rollup> rolled, LocalDate today) {
    Set<LocalDate> present = days.stream().map(EventDays.Day::date).collect(Collectors.toSet());
    // Days of which all events were erased since: their rollups become empty.
    Stream<EventDays.Day> emptied =
        rolled.entrySet().stream()
            .filter(day -> !present.contains(day.getKey()) && day.getValue().events() > 0)
            .map(day -> new EventDays.Day(day.getKey(), 0, 0, 0, Instant.EPOCH, false, 0));
    return Stream.concat(
            days.stream().filter(day -> always || RollupDays.isStale(day, rolled.get(day.date()))),
            emptied)
        .filter(day -> range.contains(day.date(), today))
        .sorted(Comparator.comparing(EventDays.Day::date))
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

  /** Sums over batches. */
  private static final class Totals {
    private final long start = System.nanoTime();
    private final long persons;
    private int days;
    private long events;
    private long sessions;
    private long userDays;

    private Totals(long persons) {
      this.persons = persons;
    }

    private void add(int moreDays, long moreEvents, RollupBatch.Outcome outcome) {
      days += moreDays;
      events += moreEvents;
      sessions += outcome.sessions();
      userDays += outcome.userDays();
    }

    private JobReport report() {
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("days_rolled_up", days);
      figures.put("events_read", events);
      figures.put("ids_mapped", persons);
      figures.put("sessions", sessions);
      figures.put("user_days", userDays);
      figures.put("rollup_seconds", seconds);
      String summary =
          days == 0
              ? "Every rollup is in place: nothing to do."
              : String.format(
                  Locale.ROOT,
                  "%d days, %,d events read (%,.0f a second), %,d sessions, %,d user days,"
                      + " %,d ids tied to a user.",
                  days,
                  events,
                  events / seconds,
                  sessions,
                  userDays,
                  persons);
      return new JobReport(summary, figures);
    }
  }
}
