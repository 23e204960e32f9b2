package metricflow.api.query;

import java.time.Duration;
import java.util.List;
import metricflow.event.Dimension;
import metricflow.event.EventLimits;
import metricflow.funnel.FunnelStep;
import metricflow.funnel.StepTimeline;

/**
 * The members that describe a saved funnel. A question's funnel may have them too, and more: {@link
 * ConversionFields}.
 */
public final class FunnelFields {
  /** Longest conversion window, in seconds. */
  public static final long MAX_WINDOW_SECONDS = Duration.ofDays(366).toSeconds();

  static final int LEAST_STEPS = 2;
  private static final int MOST_FILTERS = Dimension.values().length;
  private static final List<String> OPERATORS = List.of("equals");
  private static final List<String> PROPERTIES =
      List.of(Dimension.values()).stream().map(Dimension::column).toList();

  private FunnelFields() {}

  /** {@code conversion_window_seconds}. */
  public static long conversionWindowSeconds(JsonFields funnel) {
    return funnel.wholeNumber("conversion_window_seconds", 1, MAX_WINDOW_SECONDS);
  }

  /** {@code steps}. */
  public static List<FunnelStep> steps(JsonFields funnel) {
    return funnel.objects("steps", LEAST_STEPS, StepTimeline.MAX_STEPS).stream()
        .map(FunnelFields::step)
        .toList();
  }

  private static FunnelStep step(JsonFields step) {
    step.only(List.of("event", "filters"));
    String event = step.text("event", EventLimits.defaults().maxIdLength());
    return new FunnelStep(event, filters(step));
  }

  /** {@code filters} of a step, none when the member is not there. */
  static List<FunnelStep.Filter> filters(JsonFields step) {
    return step.has("filters")
        ? step.objects("filters", 0, MOST_FILTERS).stream().map(FunnelFields::filter).toList()
        : List.of();
  }

  private static FunnelStep.Filter filter(JsonFields filter) {
    filter.only(List.of("property", "operator", "value"));
    Dimension property = Dimension.of(filter.oneOf("property", PROPERTIES)).orElseThrow();
    filter.oneOf("operator", OPERATORS);
    return new FunnelStep.Filter(
        property, filter.text("value", EventLimits.defaults().maxTextLength()));
  }
}
