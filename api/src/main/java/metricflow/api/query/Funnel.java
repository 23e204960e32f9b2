package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import metricflow.funnel.FunnelStep;

/**
 * How many persons took the first, the first two, ... all steps in order. The semantics are those
 * of {@link metricflow.funnel.StepTimeline}.
 *
 * <p>All steps must lie between {@code from} and {@code to}: a conversion that finishes after
 * {@code to} does not count, so an answer about past days never changes as time goes on.
 *
 * @param from first day
 * @param to last day
 * @param conversionWindowSeconds time from the first step within which all others must happen
 * @param steps two or more, in order
 */
public record Funnel(
    LocalDate from, LocalDate to, long conversionWindowSeconds, List<FunnelStep> steps)
    implements Query {
  static final String KIND = "funnel";

  /** Keeps its own copy. */
  public Funnel {
    steps = List.copyOf(steps);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
