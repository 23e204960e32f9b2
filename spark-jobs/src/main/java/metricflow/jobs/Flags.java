package metricflow.jobs;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flags a job was started with, checked against its definition. */
public final class Flags {
  private static final String SEPARATOR = "\n";

  private final Map<String, String> values;

  private Flags(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the words after the job's name.
   *
   * @throws UsageException naming the first word that cannot be used
   */
  public static Flags parse(JobDefinition job, List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      JobDefinition.Flag flag =
          job.flag(word)
              .orElseThrow(() -> new UsageException("'%s' is no flag of %s.", word, job.name()));
      if (flag.value().isEmpty()) {
        values.put(word, "");
      } else if (i + 1 == words.size() || words.get(i + 1).startsWith("--")) {
        throw new UsageException("'%s' needs a value: %s.", word, flag.value());
      } else if (flag.value().endsWith("...")) {
        while (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
          values.merge(word, words.get(++i), (before, more) -> before + SEPARATOR + more);
        }
      } else {
        values.put(word, words.get(++i));
      }
    }
    for (JobDefinition.Flag flag : job.flags()) {
      if (flag.required() && !values.containsKey(flag.name())) {
        throw new UsageException("%s needs '%s %s'.", job.name(), flag.name(), flag.value());
      }
    }
    return new Flags(values);
  }

  /** Whether the flag was given. */
  public boolean has(String flag) {
    return values.containsKey(flag);
  }

  /** Whether the job is only to say what it would do. */
  public boolean dryRun() {
    return has(JobDefinition.DRY_RUN.name());
  }

  /** The value of a flag, if it was given. */
  public Optional<String> text(String flag) {
    return Optional.ofNullable(values.get(flag));
  }

  /** The values of a flag that may have several; none when it was not given. */
  public List<String> texts(String flag) {
    return text(flag).map(value -> List.of(value.split(SEPARATOR))).orElse(List.of());
  }

  /** The value of a required flag as a positive whole number. */
  public int positiveNumber(String flag) {
    String value = values.get(flag);
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new UsageException("'%s' is '%s', which is no whole number.", flag, value);
    }
    throw new UsageException("'%s' is '%s'; it must be 1 or more.", flag, value);
  }

  /** The value of a flag as a whole number of things, {@code otherwise} when it was not given. */
  public int count(String flag, int otherwise) {
    String value = values.getOrDefault(flag, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new UsageException("'%s' is '%s', which is no whole number.", flag, value);
    }
    throw new UsageException("'%s' is '%s'; it must be 0 or more.", flag, value);
  }

  /** The value of a flag as a date, if it was given. */
  public Optional<LocalDate> date(String flag) {
    return text(flag).map(value -> date(flag, value));
  }

  private static LocalDate date(String flag, String value) {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException notADate) {
      throw new UsageException("'%s' is '%s', which is no date like 2026-11-24.", flag, value);
    }
  }
}
