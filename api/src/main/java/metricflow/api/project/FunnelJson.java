package metricflow.api.project;

import java.util.List;
import java.util.Map;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;

/**
 * A saved funnel as the API shows it.
 *
 * @param steps each with its event and filters
 */
record FunnelJson(String funnelId, String name, long conversionWindowSeconds, List<Step> steps) {

  record Step(String event, List<Map<String, String>> filters) {
    static Step of(FunnelStep step) {
      return new Step(step.event(), step.filters().stream().map(Step::filter).toList());
    }

    private static Map<String, String> filter(FunnelStep.Filter filter) {
      return Map.of(
          "property", filter.dimension().column(), "operator", "equals", "value", filter.value());
    }
  }

  static FunnelJson of(FunnelDefinition funnel) {
    return new FunnelJson(
        funnel.funnelId(),
        funnel.name(),
        funnel.conversionWindowSeconds(),
        funnel.steps().stream().map(Step::of).toList());
  }
}
