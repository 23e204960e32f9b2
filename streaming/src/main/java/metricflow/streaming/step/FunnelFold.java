package metricflow.streaming.step;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import metricflow.funnel.StepTimeline;

/** Steps that visitors took in one funnel on one day. */
public final class FunnelFold implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, StepTimeline> timelines = new HashMap<>();

  void add(String visitor, long time, int sequence, int mask) {
    timelines.computeIfAbsent(visitor, v -> new StepTimeline()).addOnce(time, sequence, mask);
  }

  void merge(FunnelFold other) {
    other.timelines.forEach((visitor, added) ->
        timelines.computeIfAbsent(visitor, v -> new StepTimeline()).addAllOnce(added));
  }

  /** What each visitor did. */
  public Map<String, StepTimeline> timelines() {
    return timelines;
  }
}
