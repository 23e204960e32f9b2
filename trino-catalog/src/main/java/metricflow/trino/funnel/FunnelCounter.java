package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.funnel.StepTimeline;

/**
 * Rules from the arguments of a function, and what counts by them. Arguments are the same for
 * millions of rows: they are read again only when they change.
 */
final class FunnelCounter {
  static final Slice ORDERED = Slices.utf8Slice("ordered");

  private static final int MIN_STEPS = 2;

  private long steps;
  private long windowMillis;
  private Slice mode = Slices.EMPTY_SLICE;
  private FunnelRules rules;
  private FunnelMatcher matcher;

  /** The rules that the arguments name; fails the query when such a funnel cannot be. */
  FunnelRules rules(long steps, long windowMillis, Slice mode) {
    if (rules == null
        || steps != this.steps
        || windowMillis != this.windowMillis
        || !mode.equals(this.mode)) {
      rules = read(steps, windowMillis, mode.toStringUtf8());
      this.steps = steps;
      this.windowMillis = windowMillis;
      this.mode = mode.copy();
    }
    return rules;
  }

  private static FunnelRules read(long steps, long windowMillis, String mode) {
    if (steps < MIN_STEPS || steps > StepTimeline.MAX_STEPS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel: steps must be between %d and %d, not %d"
              .formatted(MIN_STEPS, StepTimeline.MAX_STEPS, steps));
    }
    try {
      return FunnelRules.of((int) steps, windowMillis, mode);
    } catch (IllegalArgumentException impossible) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "funnel: " + impossible.getMessage(), impossible);
    }
  }

  /**
   * The rules of a group of rows; fails the query when those of a further row are others.
   *
   * @param before those of the rows before, null when there was none
   */
  static FunnelRules same(FunnelRules before, FunnelRules rules) {
    if (before != null && !before.equals(rules)) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel: steps, window_millis and mode must be the same for all rows of a group");
    }
    return rules;
  }

  /** What counts by {@code rules}. */
  FunnelMatcher matcher(FunnelRules rules) {
    if (matcher == null || !matcher.rules().equals(rules)) {
      matcher = rules.matcher();
    }
    return matcher;
  }
}
