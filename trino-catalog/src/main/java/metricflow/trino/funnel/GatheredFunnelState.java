package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.timeline.TimelineQuestion;

/** What the states of one group and of many have in common: all but where they keep the events. */
abstract class GatheredFunnelState implements FunnelState {
  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelQuestion question = new FunnelQuestion();
  private final TimelineQuestion.Taker taker = this::keep;

  @Override
  public final FunnelRules rules(long steps, long windowMillis, Slice mode) {
    return counter.rules(steps, windowMillis, mode);
  }

  @Override
  public final void add(FunnelRules rowRules, long millis, int sequence, long stepMask) {
    if (rowRules.concerns(stepMask)) {
      counts(rowRules);
      keep(millis, sequence, stepMask);
    }
  }

  @Override
  public final void add(Slice asked, Slice timeline) {
    question.ask(asked);
    counts(question.rules());
    question.read(timeline, taker);
  }

  private void counts(FunnelRules rowRules) {
    FunnelRules before = rules();
    if (before != rowRules) {
      setRules(FunnelCounter.same(before, rowRules));
    }
  }

  @Override
  public final FunnelMatcher matched() {
    FunnelRules rules = rules();
    if (rules == null) {
      return null;
    }
    FunnelMatcher matcher = counter.matcher(rules);
    events().match(matcher);
    return matcher;
  }

  /** Those of the group at hand; null as long as none of its rows counted. */
  abstract FunnelRules rules();

  abstract void setRules(FunnelRules rules);

  /** Keeps an event of the group at hand. */
  abstract void keep(long millis, int sequence, long stepMask);

  /** What was kept of the group at hand, to be read at once. */
  abstract FunnelEvents events();
}
