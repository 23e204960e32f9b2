package metricflow.trino.funnel;

import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelOrder;
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.GroupedEvents;

/** The group that a person who took steps counts in: that of the event that was the first step. */
final class FirstGroup {
  private FirstGroup() {}

  /**
   * Its number. Of events of one instant that may be the first step, the one with the least
   * sequence number tells, and of these that with the least name.
   */
  static int of(FunnelMatcher matcher, GroupedEvents events, GroupNames names) {
    long time = matcher.stepTime(0);
    long steps =
        matcher.rules().order() == FunnelOrder.ANY ? (1L << matcher.rules().steps()) - 1 : 1;
    int first = -1;
    for (int i = 0; i < events.size(); i++) {
      if (events.time(i) == time
          && (events.mask(i) & steps) != 0
          && (first < 0 || isBefore(events, i, first, names))) {
        first = i;
      }
    }
    return events.group(first);
  }

  private static boolean isBefore(GroupedEvents events, int a, int b, GroupNames names) {
    int order = Integer.compare(events.sequence(a), events.sequence(b));
    if (order == 0) {
      order = names.name(events.group(a)).compareTo(names.name(events.group(b)));
    }
    return order < 0;
  }
}
