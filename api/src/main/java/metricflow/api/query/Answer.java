package metricflow.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * The answer to a {@link Query}; components are the members of its JSON object, those of the {@link
 * Receipt} among them.
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
      @JsonUnwrapped Receipt receipt,
      String rollupAsOf,
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
  record FunnelSteps(@JsonUnwrapped Receipt receipt, List<Step> steps) implements Answer {}

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

  /**
   * Numbers over time.
   *
   * @param times where each interval begins: a date, or a time with its offset
   * @param groups those with the largest first series first, the one of all others last
   * @param groupsCut number of groups that {@code other} stands for
   * @param previous the same for as many days before; left out unless asked for
   */
  record TrendLines(
      @JsonUnwrapped Receipt receipt,
      List<String> times,
      List<Group> groups,
      long groupsCut,
      @JsonInclude(JsonInclude.Include.NON_NULL) Previous previous)
      implements Answer {}

  /** The lines of the period before, with the groups of the period asked for. */
  record Previous(String from, String to, String sql, List<String> times, List<Group> groups) {}

  /** Numbers about a whole period; members as those of {@link TrendLines}. */
  record Segments(@JsonUnwrapped Receipt receipt, List<Group> groups, long groupsCut)
      implements Answer {}

  /**
   * What events with the same values add up to.
   *
   * @param values one for each field of the breakdown, null where events have none
   * @param other whether it stands for all groups that are not shown; it has no values then
   * @param lines one for each series, then one for each formula
   */
  record Group(List<String> values, boolean other, List<Line> lines) {}

  /**
   * A series or formula.
   *
   * @param name {@code A}, {@code B}, .. for series; a formula as asked
   * @param total about the whole period, which no adding up of points gives for persons; null where
   *     there is nothing to tell
   * @param points one for each time, null where there is nothing to tell; left out without an axis
   */
  record Line(
      String name, Number total, @JsonInclude(JsonInclude.Include.NON_NULL) List<Number> points) {}

  /**
   * Who comes back.
   *
   * @param cohorts one for each interval, in order
   */
  record Cohorts(@JsonUnwrapped Receipt receipt, List<Cohort> cohorts) implements Answer {}

  /**
   * The persons who started in one interval.
   *
   * @param time first day of the interval
   * @param persons how many there are
   * @param returned how many of them came back, by number of intervals later from 1, as far as the
   *     period goes
   */
  record Cohort(String time, long persons, List<Long> returned) {}

  /**
   * In how many intervals persons were active.
   *
   * @param persons number of persons who were active in exactly 1, 2, .. intervals
   */
  record Frequencies(@JsonUnwrapped Receipt receipt, List<Long> persons) implements Answer {}

  /**
   * How the persons of each interval relate to the interval before; one number for each time.
   *
   * @param times first day of each interval
   * @param fresh active, and never before; in JSON {@code new}
   * @param returning active, and in the interval before too
   * @param resurrecting active, not in the interval before, but earlier
   * @param dormant not active, but in the interval before
   */
  record Lives(
      @JsonUnwrapped Receipt receipt,
      List<String> times,
      @JsonProperty("new") long[] fresh,
      long[] returning,
      long[] resurrecting,
      long[] dormant)
      implements Answer {}
}
