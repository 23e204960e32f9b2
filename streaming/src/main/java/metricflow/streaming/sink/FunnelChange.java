package metricflow.streaming.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.StepTimeline;
import metricflow.live.LiveKeys;

/**
 * What a micro-batch changes in one live funnel on one day.
 *
 * @param timelines new timelines by id
 * @param reached change of the number of persons by steps reached; of step events of ids not
 *     followed under {@link LiveKeys#OTHER}
 */
record FunnelChange(Map<String, byte[]> timelines, Map<String, Long> reached) {

  /**
   * Computes the change.
   *
   * @param persons the persons of all ids that did something or changed hands
   * @param known timelines in Redis of these persons' ids
   * @param added what ids did in this micro-batch
   * @param room how many further ids may be followed
   */
  static FunnelChange of(
      FunnelDefinition funnel,
      PersonGraph.Persons persons,
      Map<String, byte[]> known,
      Map<String, StepTimeline> added,
      long room) {
    FunnelChange change = new FunnelChange(new TreeMap<>(), new TreeMap<>());
    Map<String, byte[]> timelines = new HashMap<>(known);
    long left = room;
    for (Map.Entry<String, StepTimeline> one : new TreeMap<>(added).entrySet()) {
      byte[] bytes = known.get(one.getKey());
      if (bytes == null && --left < 0) {
        change.reached.merge(LiveKeys.OTHER, (long) one.getValue().size(), Long::sum);
        continue;
      }
      StepTimeline timeline = bytes == null ? new StepTimeline() : StepTimeline.fromBytes(bytes);
      timeline.addAllOnce(one.getValue());
      timeline.limit(funnel.steps().size(), LiveKeys.MAX_FUNNEL_ENTRIES);
      byte[] now = timeline.toBytes();
      timelines.put(one.getKey(), now);
      change.timelines.put(one.getKey(), now);
    }
    change.count(funnel, persons.before(), known, -1);
    change.count(funnel, persons.after(), timelines, 1);
    change.reached.values().removeIf(difference -> difference == 0);
    return change;
  }

  private void count(
      FunnelDefinition funnel,
      Collection<Set<String>> persons,
      Map<String, byte[]> timelines,
      long change) {
    for (Set<String> ids : persons) {
      StepTimeline all = new StepTimeline();
      for (String id : ids) {
        byte[] bytes = timelines.get(id);
        if (bytes != null) {
          all.addAll(StepTimeline.fromBytes(bytes));
        }
      }
      int steps = all.stepsReached(funnel.steps().size(), funnel.conversionWindowSeconds() * 1000);
      if (steps > 0) {
        reached.merge(Integer.toString(steps), change, Long::sum);
      }
    }
  }
}
