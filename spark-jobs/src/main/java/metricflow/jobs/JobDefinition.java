package metricflow.jobs;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import metricflow.config.Config;

/**
 * A job as the command line knows it.
 *
 * @param name the word that starts it
 * @param purpose what it does, one sentence
 * @param flags what it understands
 * @param create makes the job from the flags given and the settings
 */
public record JobDefinition(
    String name, String purpose, List<Flag> flags, BiFunction<Flags, Config, Job> create) {

  static final String JSON = "--json";

  /** For jobs that can say what they would do; see {@link Flags#dryRun}. */
  public static final Flag DRY_RUN =
      Flag.plain("--dry-run", "only say what would be done; change nothing");

  /** Adds the flags every job has. */
  public JobDefinition {
    flags =
        Stream.concat(
                flags.stream(),
                Stream.of(Flag.optional(JSON, "FILE", "also write the figures there, as JSON")))
            .toList();
  }

  /** A job that needs no settings but those of every job. */
  public JobDefinition(String name, String purpose, List<Flag> flags, Function<Flags, Job> create) {
    this(name, purpose, flags, (given, config) -> create.apply(given));
  }

  /**
   * A flag of a job.
   *
   * @param name with its dashes
   * @param value what its value is, in capitals, or empty for a flag without a value
   * @param required whether the job needs it
   * @param meaning one line for the help
   */
  public record Flag(String name, String value, boolean required, String meaning) {
    /** A flag with a value that may be left out. */
    public static Flag optional(String name, String value, String meaning) {
      return new Flag(name, value, false, meaning);
    }

    /** A flag with a value that must be given. */
    public static Flag required(String name, String value, String meaning) {
      return new Flag(name, value, true, meaning);
    }

    /** A flag without a value. */
    public static Flag plain(String name, String meaning) {
      return new Flag(name, "", false, meaning);
    }

    String usage() {
      String text = value.isEmpty() ? name : name + " " + value;
      return required ? text : "[" + text + "]";
    }
  }

  Optional<Flag> flag(String flagName) {
    return flags.stream().filter(flag -> flag.name().equals(flagName)).findFirst();
  }

  String help() {
    StringBuilder text = new StringBuilder("usage: ").append(name);
    flags.forEach(flag -> text.append(' ').append(flag.usage()));
    text.append("\n\n").append(purpose).append("\n\n");
    for (Flag flag : flags) {
      text.append("  %-24s %s%n".formatted(flag.name() + " " + flag.value(), flag.meaning()));
    }
    return text.toString();
  }
}
