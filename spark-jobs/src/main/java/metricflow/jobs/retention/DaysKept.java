package metricflow.jobs.retention;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import metricflow.jobs.UsageException;
import metricflow.table.Retention;

/**
 * How many days are kept, today not counted.
 *
 * @param days of every project
 * @param fewer projects that keep fewer days, by project id
 */
public record DaysKept(int days, Map<Integer, Integer> fewer) {

  /**
   * Checks the numbers.
   *
   * @throws UsageException when one is below {@link Retention#MIN_DAYS}, or a project keeps more
   *     than all
   */
  public DaysKept {
    fewer = Map.copyOf(fewer);
    if (days < Retention.MIN_DAYS) {
      throw new UsageException(
          "%d days are too few: at least %d are kept, for live counters and late events.",
          days, Retention.MIN_DAYS);
    }
    fewer.forEach((project, own) -> {
      if (own < Retention.MIN_DAYS || own > days) {
        throw new UsageException(
            "Project %d cannot keep %d days: %d to %d are possible. To keep more, raise"
                + " METRICFLOW_RETENTION_DAYS.",
            project, own, Retention.MIN_DAYS, days);
      }
    });
  }

  /** The same, with the projects of a file of lines like {@code 7=30}: project 7 keeps 30 days. */
  DaysKept with(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
    Map<Integer, Integer> all = new TreeMap<>(fewer);
    lines.forEach((project, own) -> {
      try {
        all.put(
            Integer.parseInt(project.toString().strip()), Integer.parseInt(own.toString().strip()));
      } catch (NumberFormatException noNumber) {
        throw new UsageException(
            "%s says '%s=%s'; a line is a project's id and its days, like 7=30.",
            file, project, own);
      }
    });
    return new DaysKept(days, all);
  }

  /** The same, with other days of one project. */
  DaysKept with(int project, int own) {
    Map<Integer, Integer> all = new TreeMap<>(fewer);
    all.put(project, own);
    return new DaysKept(days, all);
  }

  /** The first day that is kept of every project. */
  LocalDate firstDay(LocalDate today) {
    return today.minusDays(days);
  }

  /** The first day that is kept of each project that keeps fewer. */
  Map<Integer, LocalDate> firstDays(LocalDate today) {
    Map<Integer, LocalDate> first = new TreeMap<>();
    fewer.forEach((project, own) -> {
      if (own < days) {
        first.put(project, today.minusDays(own));
      }
    });
    return first;
  }
}
