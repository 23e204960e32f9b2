package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.GroupedAccumulatorState;
import java.util.Arrays;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;

/** The states of all groups of a query, one of which is at hand. */
final class GroupedFunnelState implements FunnelState, GroupedAccumulatorState {
  private static final int OBJECT_BYTES = 128;
  private static final int REFERENCE_BYTES = 4;

  private final FunnelCounter counter = new FunnelCounter();
  private final FunnelQuestion question = new FunnelQuestion();
  private final EventRuns events = new EventRuns();
  private final FunnelQuestion.Taker taker =
      (time, sequence, mask) -> events.add(this.group, time, sequence, mask);

  /** The events of one group, to be counted. */
  private final FunnelEvents one = new FunnelEvents();

  /** By group; null as long as none of its rows counted. */
  private FunnelRules[] rules = {};

  private int group;

  @Override
  public void setGroupId(int groupId) {
    group = groupId;
  }

  @Override
  public void ensureCapacity(int size) {
    if (size > rules.length) {
      rules = Arrays.copyOf(rules, Math.max(size, rules.length * 2));
      events.ensureGroups(size);
    }
  }

  @Override
  public FunnelRules rules(long steps, long windowMillis, Slice mode) {
    return counter.rules(steps, windowMillis, mode);
  }

  @Override
  public void add(FunnelRules rowRules, long millis, int sequence, long stepMask) {
    if (rowRules.concerns(stepMask)) {
      counts(rowRules);
      events.add(group, millis, sequence, stepMask);
    }
  }

  @Override
  public void add(Slice asked, Slice timeline) {
    question.ask(asked);
    counts(question.rules());
    question.read(timeline, taker);
  }

  private void counts(FunnelRules rowRules) {
    FunnelRules before = rules[group];
    if (before != rowRules) {
      rules[group] = FunnelCounter.same(before, rowRules);
    }
  }

  @Override
  public FunnelMatcher matched() {
    if (rules[group] == null) {
      return null;
    }
    events.read(group, one);
    FunnelMatcher matcher = counter.matcher(rules[group]);
    one.match(matcher);
    return matcher;
  }

  @Override
  public long getEstimatedSize() {
    return OBJECT_BYTES + (long) rules.length * REFERENCE_BYTES + events.retainedBytes();
  }
}
