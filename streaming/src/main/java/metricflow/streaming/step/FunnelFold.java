package metricflow.streaming.step;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import metricflow.funnel.StepTimeline;
import metricflow.live.LiveKeys;

/** Steps taken in one funnel on one day, by distinct id. */
public final class FunnelFold implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, StepTimeline> timelines = new HashMap<>();
  private final int steps;

  FunnelFold(int steps) {
    this.steps = steps;
  }

  /** Number of steps of the funnel. */
  int steps() {
    return steps;
  }

  void add(String distinctId, long time, int sequence, int mask) {
    StepTimeline timeline = timelines.computeIfAbsent(distinctId, v -> new StepTimeline());
    timeline.addOnce(time, sequence, mask);
    limit(timeline);
  }

  void merge(FunnelFold other) {
    other.timelines.forEach((distinctId, added) -> {
      StepTimeline timeline = timelines.computeIfAbsent(distinctId, v -> new StepTimeline());
      timeline.addAllOnce(added);
      limit(timeline);
    });
  }

  private void limit(StepTimeline timeline) {
    // Now and then is enough, and cheaper.
    if (timeline.size() > 2 * LiveKeys.MAX_FUNNEL_ENTRIES) {
      timeline.limit(steps, LiveKeys.MAX_FUNNEL_ENTRIES);
    }
  }

  /** What each id did. */
  public Map<String, StepTimeline> timelines() {
    return timelines;
  }
}
