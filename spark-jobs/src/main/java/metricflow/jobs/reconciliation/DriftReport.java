package metricflow.jobs.reconciliation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.stream.Collectors;
import metricflow.jobs.JobFailedException;

/**
 * What was found of the hours of a day, as Markdown: the verdict, then a line a project and hour.
 */
final class DriftReport {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private final double tolerance;

  /**
   * A report.
   *
   * @param tolerance percent of an hour's events that may be missing or too many
   */
  DriftReport(double tolerance) {
    this.tolerance = tolerance;
  }

  /** Writes the report of the day of {@code hour} over an earlier one. */
  void write(Path file, Instant hour, NavigableMap<Instant, List<HourDrift>> day) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.writeString(file, of(hour, day));
    } catch (IOException unwritable) {
      throw new JobFailedException(
          "The drift is in the table, but the report cannot be written: " + unwritable, unwritable);
    }
  }

  /**
   * The report.
   *
   * @param hour the one just compared; the verdict is about it
   * @param day the hours of its day compared so far
   */
  String of(Instant hour, NavigableMap<Instant, List<HourDrift>> day) {
    StringBuilder text = new StringBuilder("# Live counters against the lake: ");
    text.append(DriftTable.day(hour)).append("\n\n");
    text.append(verdict(hour, day.getOrDefault(hour, List.of()))).append("\n\n");
    text.append("| hour (UTC) | project | live | lake | drift | share | |\n");
    text.append("|---|--:|--:|--:|--:|--:|---|\n");
    day.descendingMap()
        .forEach((start, drifts) -> drifts.forEach(drift -> text.append(line(start, drift))));
    return text.append(
            """

            - live: events counted live. lake: distinct events in the lake. drift: lake less live. share: drift in percent of
              the larger of the two.
            - Less than 0: counted, but not in the lake. More than 0: in the lake, but not counted, as imported and replayed
              events are.
            - The live view is made anew from the lake by `./metricflow job rebuild-live`. All hours kept:
              `SELECT * FROM lake.tables.drift`.
            """)
        .toString();
  }

  /** In one line whether an hour drifts, and where. */
  String verdict(Instant hour, List<HourDrift> drifts) {
    List<HourDrift> above = drifts.stream().filter(drift -> drift.isAbove(tolerance)).toList();
    String compared =
        String.format(
            Locale.ROOT,
            "%,d projects, %,d events counted live, %,d in the lake",
            drifts.size(),
            drifts.stream().mapToLong(HourDrift::live).sum(),
            drifts.stream().mapToLong(HourDrift::lake).sum());
    return above.isEmpty()
        ? "**Hour of %s: no drift.** %s; none differs by more than %s %%."
            .formatted(HOUR.format(hour), compared, tolerance)
        : "**Hour of %s: DRIFT.** %s; more than %s %% differ: project %s."
            .formatted(
                HOUR.format(hour),
                compared,
                tolerance,
                above.stream()
                    .map(drift -> String.valueOf(drift.project()))
                    .collect(Collectors.joining(", ")));
  }

  private String line(Instant hour, HourDrift drift) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %,d | %s | %s | %s |\n",
        HOUR.format(hour),
        drift.project(),
        drift.live(),
        drift.lake(),
        drift.events() == 0 ? "0" : String.format(Locale.ROOT, "%+,d", drift.events()),
        drift.events() == 0 ? "0 %" : String.format(Locale.ROOT, "%+.3f %%", drift.percent()),
        drift.isAbove(tolerance) ? "**drifts**" : "");
  }
}
