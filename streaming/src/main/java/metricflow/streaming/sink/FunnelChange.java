package metricflow.streaming.sink;

import java.util.Map;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.StepTimeline;
import metricflow.live.LiveKeys;

/**
 * What a micro-batch changes in one live funnel on one day.
 *
 * @param funnel its definition
 * @param followed persons followed before
 * @param persons new timelines by visitor
 * @param reached change of the number of persons by steps reached
 */
record FunnelChange(
    FunnelDefinition funnel, long followed, Map<String, byte[]> persons, Map<Long, Long> reached) {

  void add(String visitor, byte[] known, StepTimeline added) {
    boolean isNew = known == null;
    if (isNew && followed + persons.size() >= LiveKeys.MAX_FUNNEL_PERSONS) {
      return;
    }
    StepTimeline timeline = isNew ? new StepTimeline() : StepTimeline.fromBytes(known);
    if (timeline.size() >= LiveKeys.MAX_FUNNEL_ENTRIES) {
      return;
    }
    long before = reached(timeline);
    timeline.addAllOnce(added);
    long after = reached(timeline);
    persons.put(visitor, timeline.toBytes());
    if (before != after) {
      count(before, -1);
      count(after, 1);
    }
  }

  private void count(long steps, long change) {
    if (steps > 0) {
      reached.merge(steps, change, Long::sum);
    }
  }

  private long reached(StepTimeline timeline) {
    return timeline.stepsReached(funnel.steps().size(), funnel.conversionWindowSeconds() * 1000);
  }
}
