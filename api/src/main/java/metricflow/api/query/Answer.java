package metricflow.api.query;

import java.util.List;

/**
 * The answer to a {@link Query}; components are the members of its JSON object. Common to all:
 *
 * <ul>
 *   <li>{@code as_of}: every event received up to then is counted;
 *   <li>{@code source}: {@code raw}, {@code rollup} or {@code rollup+raw};
 *   <li>{@code exact}: whether the numbers are exact, which they are;
 *   <li>{@code sql}: a statement that gives the same numbers in Trino;
 *   <li>{@code elapsed_ms}: time spent when the answer was computed.
 * </ul>
 */
public sealed interface Answer {

  /**
   * Distinct persons by day.
   *
   * <p>There is no {@code $other} series: a person may have several values, so the persons of the
   * values not shown cannot be had by adding or subtracting.
   *
   * @param rollupAsOf when the oldest rollup used was made: events of its day that came later are
   *     not counted yet; null when none was used
   * @param dates the days, {@code yyyy-mm-dd}
   * @param total distinct persons, one number per date
   * @param series values with most users first; empty when nothing was broken down
   * @param valuesCut number of further values that are not shown
   */
  record ActiveUsers(
      String kind,
      String asOf,
      String rollupAsOf,
      String source,
      boolean exact,
      String sql,
      long elapsedMs,
      List<String> dates,
      long[] total,
      List<Series> series,
      long valuesCut)
      implements Answer {}

  /**
   * The users of one value of the dimension.
   *
   * @param value the value, or null where events have none
   * @param users distinct persons, one number per date
   */
  record Series(String value, long[] users) {}

  /** Persons by step of a funnel. */
  record FunnelSteps(
      String kind,
      String asOf,
      String source,
      boolean exact,
      String sql,
      long elapsedMs,
      List<Step> steps)
      implements Answer {}

  /**
   * A step.
   *
   * @param label the step in words
   * @param persons persons who reached it
   * @param conversionFromStart share of the persons of the first step, 0 when there are none
   * @param conversionFromPrevious share of the persons of the step before, 0 when there are none
   */
  record Step(
      String label, long persons, double conversionFromStart, double conversionFromPrevious) {}
}
