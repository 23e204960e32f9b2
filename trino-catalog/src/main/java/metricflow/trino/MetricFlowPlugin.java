package metricflow.trino;

import io.trino.spi.Plugin;
import java.util.Set;
import metricflow.trino.funnel.FunnelStepsReachedAggregation;

/** All that MetricFlow adds to Trino. */
public final class MetricFlowPlugin implements Plugin {
  @Override
  public Set<Class<?>> getFunctions() {
    return Set.of(FunnelStepsReachedAggregation.class);
  }
}
