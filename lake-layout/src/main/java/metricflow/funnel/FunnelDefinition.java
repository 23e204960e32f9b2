package metricflow.funnel;

import java.io.Serializable;
import java.util.List;
import metricflow.event.Event;

/**
 * A saved funnel.
 *
 * @param funnelId its identity within the project
 * @param name for people
 * @param conversionWindowSeconds time from the first step within which all others must happen
 * @param steps 2 to {@link StepTimeline#MAX_STEPS}, in order
 */
public record FunnelDefinition(
    String funnelId, String name, long conversionWindowSeconds, List<FunnelStep> steps)
    implements Serializable {

  /** Keeps its own copy. */
  public FunnelDefinition {
    steps = List.copyOf(steps);
  }

  /** The steps {@code event} fills: bit {@code k} for step {@code k}, from 0. */
  public int stepsFilledBy(Event event) {
    int mask = 0;
    for (int step = 0; step < steps.size(); step++) {
      if (steps.get(step).matches(event)) {
        mask |= 1 << step;
      }
    }
    return mask;
  }
}
