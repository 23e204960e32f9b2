package metricflow.streaming.step;

import java.util.List;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;

/** Folds for tests. */
public final class FoldOf {
  private FoldOf() {}

  /** The fold of events of one project. */
  public static ProjectFold events(List<FunnelDefinition> funnels, Event... events) {
    ProjectFold fold = new ProjectFold();
    for (Event event : events) {
      fold.add(event, new LiveDimensions(List.of()), funnels);
    }
    return fold;
  }
}
