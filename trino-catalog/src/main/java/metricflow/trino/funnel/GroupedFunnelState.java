package metricflow.trino.funnel;

import io.trino.spi.function.GroupedAccumulatorState;
import java.util.Arrays;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelRules;

/** The states of all groups of a query, one of which is at hand. */
final class GroupedFunnelState extends GatheredFunnelState implements GroupedAccumulatorState {
  private static final int OBJECT_BYTES = 128;
  private static final int REFERENCE_BYTES = 4;

  private final EventRuns runs = new EventRuns();

  /** The events of one group, to be counted. */
  private final FunnelEvents one = new FunnelEvents();

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
      runs.ensureGroups(rules.length);
    }
  }

  @Override
  FunnelRules rules() {
    return rules[group];
  }

  @Override
  void setRules(FunnelRules rules) {
    this.rules[group] = rules;
  }

  @Override
  void keep(long millis, int sequence, long stepMask) {
    runs.add(group, millis, sequence, stepMask);
  }

  @Override
  FunnelEvents events() {
    runs.read(group, one);
    return one;
  }

  @Override
  public long getEstimatedSize() {
    return OBJECT_BYTES + (long) rules.length * REFERENCE_BYTES + runs.retainedBytes();
  }
}
