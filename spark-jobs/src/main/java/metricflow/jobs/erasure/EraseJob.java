package metricflow.jobs.erasure;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.jobs.CommitRetry;
import metricflow.jobs.ExitCode;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.UsageException;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * Erases a person, and everything of persons erased before that arrived since.
 *
 * <p>The person map goes last: a run that stops is started again with the same id and still finds
 * all others.
 */
public final class EraseJob implements Job {
  private static final String PROJECT = "--project";
  private static final String DISTINCT_ID = "--distinct-id";
  private static final String CERTIFICATE = "--certificate";
  private static final String PURGE = "--purge";
  private static final String GRACE = "--grace";
  private static final int GRACE_SECONDS = 60;
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Optional<Request> request;
  private final Supplier<String> liveView;
  private final String signingKey;
  private final boolean dryRun;

  /**
   * Whom to erase.
   *
   * @param distinctId any id of the person
   * @param certificate file to write; by default one in the working directory
   * @param purgeAfter how long after they were replaced files are deleted; empty: not by this job
   */
  public record Request(
      int project, String distinctId, Optional<Path> certificate, Optional<Duration> purgeAfter) {}

  /**
   * An erasure.
   *
   * @param request whom; empty: only what arrived of persons erased before
   * @param liveView makes the live view anew and says {@code rebuilt}, or why it could not
   * @param signingKey signs the certificate; empty: it is not signed
   * @param dryRun whether only to count what would go
   */
  EraseJob(
      Optional<Request> request, Supplier<String> liveView, String signingKey, boolean dryRun) {
    this.request = request;
    this.liveView = liveView;
    this.signingKey = signingKey;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "erase",
        "Erases a person with all ids from lake and live view, with a certificate; and what arrived"
            + " meanwhile of persons erased before, which is all it does without '--distinct-id'.",
        List.of(
            Flag.optional(PROJECT, "ID", "project of the person"),
            Flag.optional(DISTINCT_ID, "X", "any id of the person"),
            Flag.optional(CERTIFICATE, "FILE", "where to; default: erasure-PROJECT-TIME.json here"),
            Flag.plain(PURGE, "delete replaced files at once; read all others, to certify it"),
            Flag.optional(
                GRACE, "SECONDS", "how long readers of replaced files may go on; default: 60"),
            JobDefinition.DRY_RUN),
        EraseJob::of);
  }

  private static EraseJob of(Flags flags, Config config) {
    if (flags.has(PROJECT) != flags.has(DISTINCT_ID)) {
      throw new UsageException("'%s' and '%s' go together.", PROJECT, DISTINCT_ID);
    }
    if (flags.has(PURGE) && !flags.has(DISTINCT_ID)) {
      throw new UsageException("'%s' needs to know whose files: '%s'.", PURGE, DISTINCT_ID);
    }
    Optional<Duration> purgeAfter =
        flags.has(PURGE)
            ? Optional.of(Duration.ofSeconds(flags.count(GRACE, GRACE_SECONDS)))
            : Optional.empty();
    LiveView live = new LiveView(config.number(ConfigKey.METRICFLOW_STREAMING_PORT));
    return new EraseJob(
        flags
            .text(DISTINCT_ID)
            .map(id ->
                new Request(
                    flags.positiveNumber(PROJECT),
                    id,
                    flags.text(CERTIFICATE).map(Path::of),
                    purgeAfter)),
        live::rebuild,
        config.text(ConfigKey.METRICFLOW_ADMIN_KEY),
        flags.dryRun());
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    Tables.all().forEach(lake::ensure);
    Arrivals arrivals = new Arrivals(lake);
    if (dryRun) {
      return dryReport(lake, arrivals, progress);
    }
    Instant now = lake.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Number> figures = new LinkedHashMap<>();
    progress.step("looking for events of persons erased before");
    FileRewrite.Outcome arrived = arrivals.drop(now, progress);
    forget(lake, arrived.days(), progress);
    figures.put("arrived_rows_removed", arrived.rowsRemoved());
    if (request.isEmpty()) {
      return new JobReport(
          String.format(
              Locale.ROOT,
              "%,d rows of persons erased before had arrived and are gone.",
              arrived.rowsRemoved()),
          figures);
    }
    return erase(lake, request.get(), now, figures, progress);
  }

  private JobReport erase(
      Lake lake, Request who, Instant now, Map<String, Number> figures, Progress progress) {
    progress.step("looking for the person's ids");
    Set<String> ids = PersonIds.of(lake, who.project(), who.distinctId());
    new Erased(lake).add(who.project(), ids, now);
    PersonRows person = new PersonRows(lake, who.project(), ids);
    List<Certificate.ErasedTable> tables = new ArrayList<>();
    Set<LocalDate> days = new TreeSet<>();
    for (Table table : order()) {
      Optional<FileRewrite> rewrite = person.in(table);
      if (rewrite.isPresent()) {
        progress.step(table.name() + ": erasing");
        FileRewrite.Outcome outcome = rewrite.get().run(progress);
        if (!table.equals(Tables.REJECTED_EVENTS)) {
          days.addAll(outcome.days());
        }
        tables.add(
            new Certificate.ErasedTable(
                table.name(),
                outcome.rowsRemoved(),
                outcome.files(),
                lake.log(table).unsafeVolatileSnapshot().version()));
        figures.put(table.name() + "_rows_removed", outcome.rowsRemoved());
      }
    }
    forget(lake, days, progress);
    progress.step("making the live view anew");
    String live = liveView.get();
    Optional<Certificate.Purged> purged =
        who.purgeAfter().map(grace -> purge(lake, person, ids, now, grace, progress));
    Path file =
        who.certificate()
            .orElse(Path.of("erasure-%d-%s.json".formatted(who.project(), FILE_TIME.format(now))));
    Certificate certificate =
        new Certificate(
            who.project(),
            ids.stream().map(id -> Erased.hash(who.project(), id)).toList(),
            now,
            lake.clock().instant(),
            tables,
            days,
            live,
            purged);
    write(file, certificate.signed(signingKey));
    figures.put("ids", ids.size());
    figures.put("days_due", days.size());
    purged.ifPresent(purge -> addFigures(figures, purge));
    long rows = tables.stream().mapToLong(Certificate.ErasedTable::rowsRemoved).sum();
    boolean whole = live.equals("rebuilt");
    boolean clean = purged.map(Certificate.Purged::isClean).orElse(true);
    return new JobReport(
        String.format(
            Locale.ROOT,
            "%d ids of the person are erased: %,d rows of %d tables. Live view: %s. %s Certificate:"
                + " %s. Next: the job rollups, for %d days.%s",
            ids.size(),
            rows,
            tables.size(),
            live,
            purged
                .map(EraseJob::said)
                .orElse("The job retention deletes the replaced files when they are a day old."),
            file,
            days.size(),
            whole ? "" : " Redis may still name the person: start streaming, run the job again."),
        figures,
        whole && clean ? ExitCode.DONE : ExitCode.ATTENTION);
  }

  private static Certificate.Purged purge(
      Lake lake,
      PersonRows person,
      Set<String> ids,
      Instant erasedAt,
      Duration grace,
      Progress progress) {
    Purge purge = new Purge(lake, person, ids, erasedAt, grace, progress);
    List<Purge.PurgedTable> tables = new ArrayList<>();
    for (Table table : order()) {
      person.in(table).ifPresent(rewrite -> tables.add(purge.of(table, rewrite)));
    }
    List<String> remaining = new ArrayList<>(Purge.ELSEWHERE);
    if (!LogEntries.areLocal(lake)) {
      remaining.add(Purge.REMOTE_LOGS);
    }
    return new Certificate.Purged(tables, remaining);
  }

  private static void addFigures(Map<String, Number> figures, Certificate.Purged purge) {
    figures.put("files_deleted", sum(purge, Purge.PurgedTable::filesDeleted));
    figures.put("log_entries_changed", sum(purge, Purge.PurgedTable::logEntriesChanged));
    figures.put("files_read", sum(purge, Purge.PurgedTable::filesRead));
    figures.put("files_holding", sum(purge, Purge.PurgedTable::filesHolding));
    figures.put("log_entries_holding", sum(purge, Purge.PurgedTable::logEntriesHolding));
  }

  private static long sum(Certificate.Purged purge, ToLongFunction<Purge.PurgedTable> figure) {
    return purge.tables().stream().mapToLong(figure).sum();
  }

  private static String said(Certificate.Purged purge) {
    String done =
        String.format(
            Locale.ROOT,
            "Purged: %,d files deleted, %,d entries of logs cleared, then all %,d files read:",
            sum(purge, Purge.PurgedTable::filesDeleted),
            sum(purge, Purge.PurgedTable::logEntriesChanged),
            sum(purge, Purge.PurgedTable::filesRead));
    return purge.isClean()
        ? done + " none holds the person."
        : String.format(
            Locale.ROOT,
            "%s %,d files and %,d entries hold the person yet, which a job that runs may be about"
                + " to commit. Run this again when no job runs.",
            done,
            sum(purge, Purge.PurgedTable::filesHolding),
            sum(purge, Purge.PurgedTable::logEntriesHolding));
  }

  /** The tables, the person map last. */
  private static List<Table> order() {
    return Tables.all().stream()
        .sorted(Comparator.comparing(table -> table.equals(Tables.PERSON_MAP)))
        .toList();
  }

  /** Until the days are rolled up again, their answers come from raw events. */
  private static void forget(Lake lake, Set<LocalDate> days, Progress progress) {
    if (days.isEmpty()) {
      return;
    }
    String these =
        days.stream()
            .map(day -> "DATE'" + day + "'")
            .collect(Collectors.joining(", ", "event_date IN (", ")"));
    CommitRetry.run(
        progress,
        "taking days out of rollup_days",
        () -> {
          DeltaTable.forPath(lake.spark(), lake.location(Tables.ROLLUP_DAYS)).delete(these);
          return days;
        });
  }

  private JobReport dryReport(Lake lake, Arrivals arrivals, Progress progress) {
    Map<String, Number> figures = new LinkedHashMap<>();
    progress.step("counting");
    figures.put("arrived_rows_due", arrivals.count());
    long rows = 0;
    int ids = 0;
    if (request.isPresent()) {
      Set<String> all = PersonIds.of(lake, request.get().project(), request.get().distinctId());
      ids = all.size();
      PersonRows person = new PersonRows(lake, request.get().project(), all);
      for (Table table : order()) {
        long count = person.in(table).map(FileRewrite::count).orElse(0L);
        figures.put(table.name() + "_rows_due", count);
        rows += count;
      }
    }
    return new JobReport(
        String.format(
            Locale.ROOT,
            "%d ids, %,d rows would be erased, %,d rows have arrived of persons erased before;"
                + " nothing was changed.",
            ids,
            rows,
            figures.get("arrived_rows_due").longValue()),
        figures);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "everything is erased, but " + file + " cannot be written", unwritable);
    }
  }
}
