package metricflow.api.metadata;

import java.util.List;
import java.util.Map;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;

/** The funnels a project keeps, which are also counted live. Thread-safe. */
public interface SavedFunnels {

  /** The project's funnels, oldest first. */
  List<FunnelDefinition> of(int projectId);

  /** Every project's funnels, for those that have any. */
  Map<Integer, List<FunnelDefinition>> all();

  /** Keeps a funnel, already validated, under a new id. */
  FunnelDefinition add(
      int projectId, String name, long conversionWindowSeconds, List<FunnelStep> steps, Author by);

  /** The same by the installation's admin. */
  default FunnelDefinition add(
      int projectId, String name, long conversionWindowSeconds, List<FunnelStep> steps) {
    return add(projectId, name, conversionWindowSeconds, steps, Author.admin());
  }
}
