package metricflow.jobs.replay;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import metricflow.config.Config;
import metricflow.event.EventLimits;
import metricflow.jobs.DayRange;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tries rejected events again by today's rules and puts what they accept into {@code events}, once
 * however often it runs. What still cannot be used stays where it is.
 */
public final class ReplayRejectsJob implements Job {
  private static final String PROJECT = "--project";
  private static final String REASON = "--reason";

  private final Selection selection;
  private final EventLimits limits;
  private final boolean dryRun;

  /**
   * Which rejects to try.
   *
   * @param projectId of one project, or of all
   * @param reason slug of the problem they were rejected for, or any
   * @param received days of their receipt; open ends are the beginning and today
   */
  public record Selection(Optional<Integer> projectId, Optional<String> reason, DayRange received) {

    Dataset<Row> of(Lake lake) {
      LocalDate last = received.to().orElse(lake.today());
      Dataset<Row> rejects =
          lake.read(Tables.REJECTED_EVENTS)
              .where(col("project_id").isNotNull().and(col("payload").isNotNull()))
              .where(col("received_date").leq(last));
      if (received.from().isPresent()) {
        rejects = rejects.where(col("received_date").geq(received.from().get()));
      }
      if (projectId.isPresent()) {
        rejects = rejects.where(col("project_id").equalTo(projectId.get()));
      }
      if (reason.isPresent()) {
        rejects = rejects.where(col("reason").equalTo(reason.get()));
      }
      return rejects;
    }
  }

  /**
   * A replay.
   *
   * @param limits today's rules
   * @param dryRun whether only to say what would be done
   */
  public ReplayRejectsJob(Selection selection, EventLimits limits, boolean dryRun) {
    this.selection = selection;
    this.limits = limits;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "replay-rejects",
        "Tries rejected events again by today's limits and stores what can be used, each event"
            + " once.",
        List.of(
            Flag.optional(PROJECT, "ID", "only of this project"),
            Flag.optional(REASON, "SLUG", "only those rejected for this, like event-time-too-old"),
            Flag.optional("--from", "DATE", "first day of receipt (UTC); default: the first one"),
            Flag.optional("--to", "DATE", "last day of receipt (UTC); default: today"),
            JobDefinition.DRY_RUN),
        ReplayRejectsJob::of);
  }

  private static ReplayRejectsJob of(Flags flags, Config config) {
    Selection selection =
        new Selection(
            flags.text(PROJECT).map(id -> flags.positiveNumber(PROJECT)),
            flags.text(REASON),
            DayRange.of(flags));
    return new ReplayRejectsJob(selection, EventLimits.of(config), flags.dryRun());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    lake.ensure(Tables.EVENTS);
    lake.ensure(Tables.REJECTED_EVENTS);
    progress.step("reading rejected events");
    try (Replay replay = new Replay(lake, selection.of(lake), limits)) {
      Map<String, Long> unusable = replay.unusable();
      long usable = replay.usable();
      return report(usable, usable == 0 ? 0 : missing(replay, usable, progress), unusable);
    }
  }

  private long missing(Replay replay, long usable, Progress progress) {
    progress.step(
        String.format(
            Locale.ROOT,
            "%s what events does not hold of %,d",
            dryRun ? "looking" : "storing",
            usable));
    return dryRun ? replay.missing() : replay.run();
  }

  private JobReport report(long usable, long missing, Map<String, Long> unusable) {
    long left = unusable.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("events_usable", usable);
    figures.put("events_stored_before", usable - missing);
    figures.put(dryRun ? "events_to_replay" : "events_replayed", missing);
    figures.put("rejects_unusable", left);
    unusable.forEach((reason, count) -> figures.put("rejects_" + reason.replace('-', '_'), count));
    String done =
        missing == 0
            ? "Nothing to do: no rejected event that can be used is missing."
            : String.format(
                Locale.ROOT,
                "%,d rejected events %s stored%s.",
                missing,
                dryRun ? "would be" : "can be used and are",
                usable == missing ? "" : ", %,d were before".formatted(usable - missing));
    String rest =
        left == 0
            ? ""
            : String.format(Locale.ROOT, " %,d still cannot be used: ", left)
                + unusable.entrySet().stream()
                    .map(reason -> "%s %d".formatted(reason.getKey(), reason.getValue()))
                    .collect(Collectors.joining(", "))
                + ".";
    return new JobReport(done + rest, figures);
  }
}
