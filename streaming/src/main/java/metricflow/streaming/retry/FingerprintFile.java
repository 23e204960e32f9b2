package metricflow.streaming.retry;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The name of a file: the fingerprints of some micro-batches of one hour.
 *
 * @param hour hours since 1970
 * @param first the first micro-batch
 * @param last the last micro-batch
 */
record FingerprintFile(long hour, long first, long last) {
  static final Comparator<FingerprintFile> OLDEST_FIRST =
      Comparator.comparingLong(FingerprintFile::hour).thenComparingLong(FingerprintFile::first);

  private static final Pattern NAME = Pattern.compile("hour=(\\d{1,9})/(\\d{1,18})-(\\d{1,18})");

  boolean isOfOneBatch() {
    return first == last;
  }

  Path in(Path folder) {
    return new Path(folder, "hour=%d/%d-%d".formatted(hour, first, last));
  }

  static Optional<FingerprintFile> of(Path path) {
    Matcher name = NAME.matcher(path.getParent().getName() + "/" + path.getName());
    return name.matches()
        ? Optional.of(
            new FingerprintFile(
                Long.parseLong(name.group(1)),
                Long.parseLong(name.group(2)),
                Long.parseLong(name.group(3))))
        : Optional.empty();
  }
}
