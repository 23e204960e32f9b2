package metricflow.funnel;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the steps that the events of one person reach, in one pass over them, by {@link
 * FunnelRules}. It is used for one person after another and holds no memory per event.
 *
 * <pre>{@code
 * matcher.reset();
 * while (there are events, in order) matcher.accept(time, mask);
 * matcher.end();
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public abstract sealed class FunnelMatcher
    permits PathMatcher, AnyOrderMatcher, WindowFunnelMatcher {
  private final FunnelRules rules;

  FunnelMatcher(FunnelRules rules) {
    this.rules = rules;
  }

  /** The rules it counts by. */
  public final FunnelRules rules() {
    return rules;
  }

  /** Forgets the events taken so far. */
  public abstract void reset();

  /**
   * Takes the next event.
   *
   * @param time epoch milliseconds, not less than that of the event before
   * @param mask what the event fills and what it is excluded between
   * @return whether all steps are reached, so that further events change nothing
   */
  public abstract boolean accept(long time, long mask);

  /** Takes note that there are no more events. */
  public void end() {}

  /** The number of steps reached, from 0 to all. */
  public abstract int stepsReached();

  /**
   * When a step that was reached happened.
   *
   * @param index from 0, less than {@link #stepsReached}; in the order in which steps happened
   * @return epoch milliseconds
   */
  public abstract long stepTime(int index);

  /**
   * Counts the steps of one person's events.
   *
   * @param times epoch milliseconds, ascending
   * @param masks what each event fills, and what it is excluded between
   * @param from index of the first event
   * @param to index after the last event
   * @return the number of steps reached
   */
  public final int match(long[] times, long[] masks, int from, int to) {
    reset();
    for (int i = from; i < to; i++) {
      if (accept(times[i], masks[i])) {
        break;
      }
    }
    end();
    return stepsReached();
  }

  /** Steps reached and their times. */
  public final FunnelResult result() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < stepsReached(); i++) {
      times.add(stepTime(i));
    }
    return new FunnelResult(rules.steps(), times);
  }
}
