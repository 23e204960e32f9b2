package metricflow.trino.path;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.type.DateTimeEncoding;
import java.time.Instant;
import java.util.Locale;
import metricflow.path.PathRules;
import metricflow.path.PathStart;

/** The rules that arguments name; they fail the query when such paths cannot be. */
final class PathArguments {
  private static final int MAX_DEPTH = 1_000;

  private PathArguments() {}

  /**
   * Rules.
   *
   * @param function whom to name in an error
   * @param fromTime a {@code timestamp(3) with time zone}
   */
  static PathRules rules(
      String function, Slice start, long depth, boolean collapseRepeats, long fromTime) {
    return new PathRules(
        start(function, start),
        depth(function, depth),
        collapseRepeats,
        Instant.ofEpochMilli(DateTimeEncoding.unpackMillisUtc(fromTime)));
  }

  private static int depth(String function, long depth) {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "%s: depth must be from 1 to %d, but is %d".formatted(function, MAX_DEPTH, depth));
    }
    return (int) depth;
  }

  private static PathStart start(String function, Slice start) {
    for (PathStart one : PathStart.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(start.toStringUtf8())) {
        return one;
      }
    }
    throw new TrinoException(
        INVALID_FUNCTION_ARGUMENT,
        "%s: start must be 'session', 'after' or 'before', but is '%s'"
            .formatted(function, start.toStringUtf8()));
  }
}
