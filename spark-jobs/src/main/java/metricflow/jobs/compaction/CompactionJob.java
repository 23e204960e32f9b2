package metricflow.jobs.compaction;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import metricflow.jobs.Promotions;
import metricflow.table.Tables;

/**
 * Rewrites days of events that are not the files of one compaction. Events that the stream appends
 * to a day meanwhile stay; they make the day due again. Each rewrite fills the promoted columns; a
 * few compact days whose columns are out of date are rewritten as well, the newest first.
 */
public final class CompactionJob implements Job {
  private static final String PROMOTE_DAYS = "--promote-days";

  /** Days a night that take up what was promoted since they were compacted. */
  private static final int PROMOTE_DAYS_DEFAULT = 3;

  private final DayRange range;
  private final int promoteDays;
  private final boolean dryRun;

  /**
   * A compaction.
   *
   * @param range the days to look at
   * @param promoteDays days at most to rewrite for their promoted columns alone
   * @param dryRun whether only to say what is to be done
   */
  public CompactionJob(DayRange range, int promoteDays, boolean dryRun) {
    this.range = range;
    this.promoteDays = promoteDays;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    List<Flag> flags = new ArrayList<>(DayRange.FLAGS);
    flags.add(
        Flag.optional(
            PROMOTE_DAYS,
            "N",
            "compact days, newest first, to rewrite for promoted columns; default: "
                + PROMOTE_DAYS_DEFAULT));
    flags.add(JobDefinition.DRY_RUN);
    return new JobDefinition(
        "compact",
        "Rewrites days of events as few sorted files, each event once. Today only when '--to'"
            + " asks.",
        flags,
        CompactionJob::of);
  }

  private static CompactionJob of(Flags flags) {
    return new CompactionJob(
        DayRange.of(flags), flags.count(PROMOTE_DAYS, PROMOTE_DAYS_DEFAULT), flags.dryRun());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    lake.ensure(Tables.EVENTS);
    progress.step("looking for days to rewrite");
    Promotions promotions = Promotions.of(lake);
    List<EventDays.Day> due = due(lake, promotions.newest());
    Totals totals = new Totals();
    int done = 0;
    for (List<EventDays.Day> together : batches(due)) {
      progress.step(describe(together, done, due.size()));
      if (!dryRun) {
        totals.add(rewrite(lake, progress, together, promotions));
      }
      done += together.size();
    }
    return totals.report(due.size(), dryRun);
  }

  private List<EventDays.Day> due(Lake lake, int newestPromotion) {
    List<EventDays.Day> days =
        EventDays.of(lake.log(Tables.EVENTS).unsafeVolatileSnapshot()).stream()
            .filter(day -> range.contains(day.date(), lake.today()))
            .toList();
    Set<LocalDate> outOfDate =
        days.reversed().stream()
            .filter(day -> day.compacted() && day.promotion() < newestPromotion)
            .limit(promoteDays)
            .map(EventDays.Day::date)
            .collect(Collectors.toSet());
    return days.stream().filter(day -> !day.compacted() || outOfDate.contains(day.date())).toList();
  }

  /** Small days go together: a commit costs the same for one as for many. */
  private static List<List<EventDays.Day>> batches(List<EventDays.Day> due) {
    List<List<EventDays.Day>> batches = new ArrayList<>();
    long bytes = 0;
    for (EventDays.Day day : due) {
      if (batches.isEmpty() || bytes + day.bytes() > Rewrite.FILE_BYTES) {
        batches.add(new ArrayList<>());
        bytes = 0;
      }
      batches.getLast().add(day);
      bytes += day.bytes();
    }
    return batches;
  }

  private static String describe(List<EventDays.Day> together, int done, int all) {
    return String.format(
        Locale.ROOT,
        "days %d to %d of %d, %s to %s: %,d files, %,d rows, %,d MB",
        done + 1,
        done + together.size(),
        all,
        together.getFirst().date(),
        together.getLast().date(),
        together.stream().mapToLong(EventDays.Day::files).sum(),
        together.stream().mapToLong(EventDays.Day::rows).sum(),
        together.stream().mapToLong(EventDays.Day::bytes).sum() >> 20);
  }

  private static Rewrite.Outcome rewrite(
      Lake lake, Progress progress, List<EventDays.Day> days, Promotions promotions) {
    Set<LocalDate> dates =
        days.stream().map(EventDays.Day::date).collect(Collectors.toCollection(TreeSet::new));
    return CommitRetry.run(
        progress, "rewriting " + dates, () -> Rewrite.prepare(lake, dates, promotions).commit());
  }

  /** Sums over days. */
  private static final class Totals {
    private long filesBefore;
    private long filesAfter;
    private long bytesBefore;
    private long bytesAfter;
    private long rows;
    private long duplicates;

    private void add(Rewrite.Outcome outcome) {
      filesBefore += outcome.filesBefore();
      filesAfter += outcome.filesAfter();
      bytesBefore += outcome.bytesBefore();
      bytesAfter += outcome.bytesAfter();
      rows += outcome.rowsKept();
      duplicates += outcome.duplicatesRemoved();
    }

    private JobReport report(int days, boolean dryRun) {
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("days_due", days);
      figures.put("days_rewritten", dryRun ? 0 : days);
      figures.put("files_before", filesBefore);
      figures.put("files_after", filesAfter);
      figures.put("size_before_bytes", bytesBefore);
      figures.put("size_after_bytes", bytesAfter);
      figures.put("events_kept", rows);
      figures.put("duplicates_removed", duplicates);
      return new JobReport(summary(days, dryRun), figures);
    }

    private String summary(int days, boolean dryRun) {
      if (days == 0) {
        return "Every day is compact: nothing to do.";
      }
      return dryRun
          ? days + " days would be rewritten; nothing was changed."
          : String.format(
              Locale.ROOT,
              "%d days, %,d files became %,d, %,d MB became %,d, %,d events, %,d duplicates"
                  + " removed.",
              days,
              filesBefore,
              filesAfter,
              bytesBefore >> 20,
              bytesAfter >> 20,
              rows,
              duplicates);
    }
  }
}
