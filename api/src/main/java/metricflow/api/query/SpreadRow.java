package metricflow.api.query;

import java.util.Optional;

/** What a row of the common table {@code spread} of trends stands for. */
enum SpreadRow {
  /** One event, and the person behind it. */
  EVENT,
  /** As many events as {@code events_i} says, of one rollup, and the person behind them if any. */
  EVENTS,
  /** One person of the group, who is in no other row of the same interval and series. */
  PERSON;

  static SpreadRow of(Segmentation query, ShownGroups shown, Optional<TrendsRollup> rollup) {
    boolean persons =
        query.series().stream().allMatch(series -> series.measure() instanceof Measure.Uniques);
    // Who is in several of the groups that make the one of all others counts once in that.
    boolean apart = query.breakdown().isEmpty() || shown instanceof ShownGroups.Largest;
    return persons && apart ? PERSON : rollup.isPresent() ? EVENTS : EVENT;
  }
}
