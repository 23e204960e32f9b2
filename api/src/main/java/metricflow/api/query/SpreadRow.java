package metricflow.api.query;

import java.util.Optional;

/** What a row of the common table {@code spread} of trends stands for. */
enum SpreadRow {
  /** One event, and the person behind it. */
  EVENT,
  /** As many events as {@code events_i} says, and the person behind them if there is one. */
  EVENTS,
  /**
   * {@code persons} persons of the group, who are in no other row of the same interval and series.
   */
  PERSONS;

  /** What a row of the facts stands for. */
  static SpreadRow ofFacts(Optional<TrendsRollup> rollup) {
    return rollup.isPresent() ? EVENTS : EVENT;
  }

  static SpreadRow of(Segmentation query, ShownGroups shown, Optional<TrendsRollup> rollup) {
    boolean persons =
        query.series().stream().allMatch(series -> series.measure() instanceof Measure.Uniques);
    // Who is in several of the groups that make the one of all others counts once in that.
    boolean apart = query.breakdown().isEmpty() || shown instanceof ShownGroups.Largest;
    if (persons && apart) {
      return PERSONS;
    }
    return MeasureSql.addsUp(query) ? EVENTS : ofFacts(rollup);
  }
}
