package metricflow.funnel;

import java.util.Locale;

/**
 * By which rules the steps of a funnel are counted.
 *
 * <p>Events come as a time and a mask: bit {@code k} is set when the event fills step {@code k}
 * (from 0), bit {@code 32 + k} when it must not happen between step {@code k} and step {@code k +
 * 1}. Bits of steps that the funnel does not have mean nothing. Events count in the order in which
 * they are given; {@link FunnelEvents} puts them in the order of time, then the client's sequence
 * number, then lowest step, then mask.
 *
 * <p>A path is a sequence of events, one for each step: no event fills two. All of it happens at
 * most the conversion window after its first event, the end of the window included. What makes a
 * path depends on the order:
 *
 * <ul>
 *   <li>{@code ORDERED}: its events fill steps 0, 1, 2, ... one after the other. An event excluded
 *       between two steps ends the paths that stand between them; the event that fills the next
 *       step is not between.
 *   <li>{@code STRICT}: as {@code ORDERED}, and any event that does not fill the step reached last
 *       ends the path, unless it fills the next. A step may thus be repeated before the next, as in
 *       PostHog.
 *   <li>{@code ANY}: its events fill different steps, in whatever order. An event excluded between
 *       whichever two steps ends all paths under way.
 * </ul>
 *
 * <p>The longest path counts. Of several, the one that is complete first is told; of those, the one
 * that starts last; of those, in {@code ORDERED} and {@code STRICT} the one whose steps happen
 * first, in {@code ANY} the one whose steps happen last.
 *
 * <p>{@code WINDOW_FUNNEL} differs in this: an event that fills several steps counts for each of
 * them, events of one instant count in the order of their steps whatever their sequence, and with
 * {@code STRICT} the first event that fills no step, or a step too early, ends the count. It knows
 * neither {@code ANY} nor exclusions.
 *
 * @param steps 1 to {@link StepTimeline#MAX_STEPS}
 * @param windowMillis conversion window in milliseconds
 * @param order in which order the steps must happen
 * @param semantics whose way of counting this is
 */
public record FunnelRules(
    int steps, long windowMillis, FunnelOrder order, FunnelSemantics semantics) {
  private static final int EXCLUSION_SHIFT = 32;

  /**
   * Checks that such a funnel can be.
   *
   * @throws IllegalArgumentException saying what cannot be
   */
  public FunnelRules {
    if (steps < 1 || steps > StepTimeline.MAX_STEPS) {
      throw new IllegalArgumentException(
          "steps must be between 1 and %d, not %d".formatted(StepTimeline.MAX_STEPS, steps));
    }
    if (windowMillis < 0) {
      throw new IllegalArgumentException(
          "window_millis must not be negative, but is " + windowMillis);
    }
    if (semantics == FunnelSemantics.WINDOW_FUNNEL && order == FunnelOrder.ANY) {
      throw new IllegalArgumentException("windowFunnel knows no funnel in any order");
    }
  }

  /** A funnel of our semantics whose steps happen one after the other. */
  public static FunnelRules ordered(int steps, long windowMillis) {
    return new FunnelRules(steps, windowMillis, FunnelOrder.ORDERED, FunnelSemantics.BEST_PATH);
  }

  /**
   * The rules that {@code mode} names: {@code ordered}, {@code strict}, {@code any}, {@code
   * windowfunnel} or {@code windowfunnel strict}.
   *
   * @throws IllegalArgumentException when it names none, or such a funnel cannot be
   */
  public static FunnelRules of(int steps, long windowMillis, String mode) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "ordered" -> ordered(steps, windowMillis);
      case "strict" ->
          new FunnelRules(steps, windowMillis, FunnelOrder.STRICT, FunnelSemantics.BEST_PATH);
      case "any" ->
          new FunnelRules(steps, windowMillis, FunnelOrder.ANY, FunnelSemantics.BEST_PATH);
      case "windowfunnel" ->
          new FunnelRules(steps, windowMillis, FunnelOrder.ORDERED, FunnelSemantics.WINDOW_FUNNEL);
      case "windowfunnel strict" ->
          new FunnelRules(steps, windowMillis, FunnelOrder.STRICT, FunnelSemantics.WINDOW_FUNNEL);
      default ->
          throw new IllegalArgumentException(
              "mode must be ordered, strict, any, windowfunnel or windowfunnel strict, not "
                  + mode);
    };
  }

  /** The bit of an event that must not happen between step {@code k} and step {@code k + 1}. */
  public static long exclusionAfter(int k) {
    return 1L << (EXCLUSION_SHIFT + k);
  }

  /** Whether an event with {@code mask} can change what these rules give. */
  public boolean concerns(long mask) {
    return order == FunnelOrder.STRICT || stepsFilled(mask) != 0 || stepsExcludedAfter(mask) != 0;
  }

  /** Bits of the steps that an event with {@code mask} fills. */
  long stepsFilled(long mask) {
    return mask & allSteps();
  }

  /** Bits of the steps after which an event with {@code mask} must not come. */
  long stepsExcludedAfter(long mask) {
    return semantics == FunnelSemantics.WINDOW_FUNNEL
        ? 0
        : (mask >>> EXCLUSION_SHIFT) & (allSteps() >>> 1);
  }

  long allSteps() {
    return (1L << steps) - 1;
  }

  /** What counts by these rules, one person after another. */
  public FunnelMatcher matcher() {
    return switch (semantics) {
      case WINDOW_FUNNEL -> new WindowFunnelMatcher(this);
      case BEST_PATH ->
          switch (order) {
            case ORDERED, STRICT -> new PathMatcher(this);
            case ANY -> new AnyOrderMatcher(this);
          };
    };
  }
}
