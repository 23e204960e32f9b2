package metricflow.api.query;

import java.util.List;

/** The members of {@link Retention}, {@link Stickiness} and {@link Lifecycle}. */
final class ActivityFields {
  private static final String FIRST_TIME = "first_time";
  private static final String RECURRING = "recurring";
  private static final String ON = "on";
  private static final String ON_OR_AFTER = "on_or_after";

  private ActivityFields() {}

  static Retention retention(JsonFields fields) {
    QueryParser.only(
        fields, "time_zone", "interval", "start", "return", "cohort", "returned", "intervals");
    Interval interval = PeriodFields.interval(fields, Interval.namesOfDays());
    return new Retention(
        PeriodFields.period(fields, interval),
        interval,
        PeriodFields.events(fields, "start"),
        PeriodFields.events(fields, "return"),
        fields.has("cohort")
            && fields.oneOf("cohort", List.of(FIRST_TIME, RECURRING)).equals(FIRST_TIME),
        fields.has("returned")
            && fields.oneOf("returned", List.of(ON, ON_OR_AFTER)).equals(ON_OR_AFTER),
        fields.has("intervals")
            ? (int) fields.wholeNumber("intervals", 1, Retention.MAX_INTERVALS)
            : Retention.DEFAULT_INTERVALS);
  }

  static Stickiness stickiness(JsonFields fields) {
    QueryParser.only(fields, "time_zone", "interval", "events");
    Interval interval = PeriodFields.interval(fields, Interval.namesOfDays());
    return new Stickiness(
        PeriodFields.period(fields, interval), interval, PeriodFields.events(fields, "events"));
  }

  static Lifecycle lifecycle(JsonFields fields) {
    QueryParser.only(fields, "time_zone", "interval", "events");
    Interval interval = PeriodFields.interval(fields, Interval.namesOfDays());
    return new Lifecycle(
        PeriodFields.period(fields, interval), interval, PeriodFields.events(fields, "events"));
  }
}
