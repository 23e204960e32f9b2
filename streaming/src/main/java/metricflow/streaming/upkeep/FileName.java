package metricflow.streaming.upkeep;

import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the stream's data files. The name tells how often the rows of a file have been copied:
 * {@code part-<uuid>} is a micro-batch's own file, {@code merged-1-<uuid>} was merged from those,
 * and so on.
 */
final class FileName {
  private static final String SUFFIX = ".zstd.parquet";
  private static final Pattern NAME =
      Pattern.compile("(?:.*/)?(?:part|merged-([1-9]))-[0-9a-f]{8}-[0-9a-f-]{27}\\.zstd\\.parquet");

  private FileName() {}

  /** How often the rows of the file have been copied; empty for files others wrote. */
  static OptionalInt copies(String path) {
    Matcher name = NAME.matcher(path);
    if (!name.matches()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(name.group(1) == null ? 0 : Integer.parseInt(name.group(1)));
  }

  /** A name for a file merged from files whose rows have been copied one time less. */
  static String merged(int copies) {
    return "merged-" + copies + "-" + UUID.randomUUID() + SUFFIX;
  }
}
