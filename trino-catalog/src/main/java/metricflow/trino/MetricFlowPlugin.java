package metricflow.trino;

import io.trino.spi.Plugin;
import java.util.Set;
import metricflow.trino.activity.ActiveIntervalsAggregation;
import metricflow.trino.activity.ActiveIntervalsByGroupAggregation;
import metricflow.trino.activity.EventCountsAggregation;
import metricflow.trino.activity.IntervalBitFunctions;
import metricflow.trino.activity.IntervalCohortsAggregation;
import metricflow.trino.activity.IntervalsQuestionFunctions;
import metricflow.trino.event.EventIdFunction;
import metricflow.trino.event.PropertyFunctions;
import metricflow.trino.funnel.ArrayFunnelFunction;
import metricflow.trino.funnel.FunnelAggregation;
import metricflow.trino.funnel.FunnelCountsAggregation;
import metricflow.trino.funnel.FunnelCountsByGroupAggregation;
import metricflow.trino.funnel.FunnelPathsAggregation;
import metricflow.trino.funnel.FunnelPathsByGroupAggregation;
import metricflow.trino.funnel.FunnelQuestionFunctions;
import metricflow.trino.funnel.FunnelStepsReachedAggregation;
import metricflow.trino.funnel.TimelineFunnelFunction;
import metricflow.trino.funnel.TimelinesFunnelAggregation;
import metricflow.trino.funnel.TimelinesFunnelFunction;
import metricflow.trino.path.PathEdgesAggregation;
import metricflow.trino.path.PathEventFunction;
import metricflow.trino.path.PathQuestionFunction;
import metricflow.trino.path.SessionPathsFunction;
import metricflow.trino.person.PersonQuestionFunctions;
import metricflow.trino.retention.RetentionAggregation;
import metricflow.trino.session.SessionOfFunction;
import metricflow.trino.session.SessionStartsFunction;
import metricflow.trino.sketch.HllFunctions;
import metricflow.trino.sketch.HllSketchAggregation;
import metricflow.trino.sketch.HllUnionAggregation;
import metricflow.trino.sketch.ThetaFunctions;
import metricflow.trino.sketch.ThetaIntersectionAggregation;
import metricflow.trino.sketch.ThetaSketchAggregation;
import metricflow.trino.sketch.ThetaUnionAggregation;
import metricflow.trino.timeline.ContextFunctions;
import metricflow.trino.timeline.TimelinePartFunctions;

/** All that MetricFlow adds to Trino. */
public final class MetricFlowPlugin implements Plugin {
  @Override
  public Set<Class<?>> getFunctions() {
    return Set.of(
        EventIdFunction.class,
        PropertyFunctions.class,
        FunnelAggregation.class,
        FunnelStepsReachedAggregation.class,
        ArrayFunnelFunction.class,
        TimelineFunnelFunction.class,
        TimelinesFunnelFunction.class,
        TimelinesFunnelAggregation.class,
        FunnelQuestionFunctions.class,
        TimelinePartFunctions.class,
        FunnelCountsAggregation.class,
        FunnelCountsByGroupAggregation.class,
        FunnelPathsByGroupAggregation.class,
        ActiveIntervalsByGroupAggregation.class,
        ContextFunctions.class,
        FunnelPathsAggregation.class,
        IntervalsQuestionFunctions.class,
        ActiveIntervalsAggregation.class,
        EventCountsAggregation.class,
        IntervalCohortsAggregation.class,
        IntervalBitFunctions.class,
        PersonQuestionFunctions.class,
        RetentionAggregation.class,
        SessionStartsFunction.class,
        SessionOfFunction.class,
        PathEventFunction.class,
        PathQuestionFunction.class,
        PathEdgesAggregation.class,
        SessionPathsFunction.class,
        HllSketchAggregation.class,
        HllUnionAggregation.class,
        HllFunctions.class,
        ThetaSketchAggregation.class,
        ThetaUnionAggregation.class,
        ThetaIntersectionAggregation.class,
        ThetaFunctions.class);
  }
}
