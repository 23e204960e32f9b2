package metricflow.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
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

  /**
   * How many got how far in a funnel.
   *
   * @param rollupAsOf when the oldest timelines used were made: events of their day that came later
   *     are not counted yet; left out when none were used
   * @param trend the same by the time of the first step; left out unless an interval was asked for
   * @param timeToConvert left out unless asked for
   * @param groups largest first, the one of all others last; left out without a breakdown
   * @param groupsCut number of groups that {@code other} stands for
   */
  record FunnelSteps(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<Step> steps,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Entries> trend,
      @JsonInclude(JsonInclude.Include.NON_NULL) TimeToConvert timeToConvert,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<FunnelGroup> groups,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long groupsCut)
      implements Answer {}

  /**
   * A step.
   *
   * @param label the step in words
   * @param persons persons who reached it; left out when sessions are counted
   * @param sessions sessions that reached it; left out when persons are counted
   * @param conversionFromStart share of those of the first step, 0 when there are none
   * @param conversionFromPrevious share of those of the step before, 0 when there are none
   */
  record Step(
      String label,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long persons,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long sessions,
      double conversionFromStart,
      double conversionFromPrevious) {}

  /**
   * Those whose first step lies in an interval.
   *
   * @param time where it begins: a date, or a time with its offset
   * @param reached how many of them reached each step, whenever they did
   * @param conversion share of them who reached the last, 0 when there are none
   */
  record Entries(String time, long[] reached, double conversion) {}

  /**
   * How long those who got through took.
   *
   * @param bucketSeconds bounds of the buckets: one more bucket than bounds, each with its lower
   *     and without its upper bound
   * @param whole from the first step to the last
   * @param steps for each step but the first: from the step before, of all who reached it
   */
  record TimeToConvert(List<Long> bucketSeconds, Durations whole, List<Durations> steps) {}

  /**
   * Times in seconds.
   *
   * @param meanSeconds their mean, null when there is none
   * @param medianSeconds the one in the middle, the lesser of two; null when there is none
   * @param buckets how many are in each bucket
   */
  record Durations(Number meanSeconds, Number medianSeconds, long[] buckets) {}

  /**
   * Those with the same values at the first step; members as those of {@link FunnelSteps}.
   *
   * @param values one for each field of the breakdown, null where the event has none
   * @param other whether it stands for all groups that are not shown; it has no values then
   */
  record FunnelGroup(
      List<String> values,
      boolean other,
      List<Step> steps,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Entries> trend,
      @JsonInclude(JsonInclude.Include.NON_NULL) TimeToConvert timeToConvert) {}

  /**
   * Who reached a step, or did not from the step before.
   *
   * @param label the step in words
   * @param unit what the rows are: {@code persons} or {@code sessions}
   * @param total how many there are, shown or not
   * @param persons those with the latest first step first
   */
  record FunnelPersons(
      @JsonUnwrapped Receipt receipt,
      String label,
      String unit,
      long total,
      List<FunnelPerson> persons)
      implements Answer {}

  /**
   * A person, or one session of a person.
   *
   * @param enteredAt when the first step happened
   * @param lastStepAt when the last step reached happened
   */
  record FunnelPerson(String personId, String enteredAt, String lastStepAt, long stepsReached) {}

  /**
   * Which way persons go.
   *
   * @param rollupAsOf as in {@link FunnelSteps}
   * @param levels one for each depth, from 1
   */
  record Ways(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<Level> levels)
      implements Answer {}

  /**
   * The edges at one depth of the ways: depth 1 is next to where they are looked at from.
   *
   * @param edges with most sessions first
   * @param edgesCut number of further edges that are not shown
   * @param sessionsCut sessions that took those
   * @param ended sessions whose way came that far and no further
   */
  record Level(long depth, List<Edge> edges, long edgesCut, long sessionsCut, long ended) {}

  /**
   * From one event or page to the next.
   *
   * @param source the name or page that comes first in time
   * @param target the one that follows
   * @param sessions sessions that went so
   * @param persons persons whose sessions these are
   */
  record Edge(String source, String target, long sessions, long persons) {}

  /**
   * Numbers over time.
   *
   * @param rollupAsOf when the oldest rollup used was made: events of its day that came later are
   *     not counted yet; left out when none was used
   * @param times where each interval begins: a date, or a time with its offset
   * @param groups those with the largest first series first, the one of all others last
   * @param groupsCut number of groups that {@code other} stands for
   * @param previous the same for as many days before; left out unless asked for
   */
  record TrendLines(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<String> times,
      List<Group> groups,
      long groupsCut,
      @JsonInclude(JsonInclude.Include.NON_NULL) Previous previous)
      implements Answer {}

  /** The lines of the period before, with the groups of the period asked for. */
  record Previous(String from, String to, String sql, List<String> times, List<Group> groups) {}

  /** Numbers about a whole period; members as those of {@link TrendLines}. */
  record Segments(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<Group> groups,
      long groupsCut)
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
   * @param rollupAsOf as in {@link TrendLines}
   * @param cohorts one for each interval, in order
   */
  record Cohorts(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<Cohort> cohorts)
      implements Answer {}

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
   * @param rollupAsOf as in {@link TrendLines}
   * @param persons number of persons who were active in exactly 1, 2, .. intervals
   */
  record Frequencies(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<Long> persons)
      implements Answer {}

  /**
   * How the persons of each interval relate to the interval before; one number for each time.
   *
   * @param rollupAsOf as in {@link TrendLines}
   * @param times first day of each interval
   * @param fresh active, and never before; in JSON {@code new}
   * @param returning active, and in the interval before too
   * @param resurrecting active, not in the interval before, but earlier
   * @param dormant not active, but in the interval before
   */
  record Lives(
      @JsonUnwrapped Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String rollupAsOf,
      List<String> times,
      @JsonProperty("new") long[] fresh,
      long[] returning,
      long[] resurrecting,
      long[] dormant)
      implements Answer {}

  /**
   * Persons, last seen first.
   *
   * @param next to be sent as {@code after} to go on; null when these are the last
   */
  record PersonList(@JsonUnwrapped Receipt receipt, List<PersonSeen> persons, String next)
      implements Answer {}

  /**
   * A person, by the events that were asked about.
   *
   * @param firstSeen time of the first of them
   * @param lastSeen time of the last
   * @param events how many there are
   * @param values the latest value of each field asked for, null where there is none
   */
  record PersonSeen(
      String personId, String firstSeen, String lastSeen, long events, List<String> values) {}

  /**
   * A person and its events.
   *
   * @param personId its id, perhaps another than the one asked for
   * @param ids all ids it is known by
   * @param firstSeen time of its first event on the days asked about, null without any
   * @param lastSeen time of the last
   * @param events number of its events on those days
   * @param country the latest it has, as all values here
   * @param userProperties the latest value of each
   * @param timeline its events, newest first
   * @param next to be sent as {@code after} to go on; null when these are the last
   */
  record PersonProfile(
      @JsonUnwrapped Receipt receipt,
      String personId,
      List<String> ids,
      String firstSeen,
      String lastSeen,
      long events,
      String country,
      String device,
      String browser,
      String os,
      JsonNode userProperties,
      List<PersonEvent> timeline,
      String next)
      implements Answer {}

  /** An event of a person. */
  record PersonEvent(
      String eventId,
      String eventTime,
      String event,
      String distinctId,
      String sessionId,
      String host,
      String page,
      String referrer,
      String country,
      String device,
      String browser,
      String os,
      JsonNode properties) {}

  /**
   * The result of a query in SQL.
   *
   * @param rows values in the order of {@code columns}
   * @param truncated whether there are more rows than the limit
   */
  record SqlRows(
      @JsonUnwrapped Receipt receipt,
      List<RowSink.Column> columns,
      List<List<Object>> rows,
      boolean truncated)
      implements Answer {}
}
