package metricflow.api.query.filter;

import java.time.LocalDate;
import java.util.List;
import metricflow.api.query.DayRange;
import metricflow.api.query.EventSelector;
import metricflow.api.query.JsonFields;

/** Reads {@code {"did": {..}}}, a condition on what a person has done. */
final class PersonFields {
  private static final List<String> MEMBERS =
      List.of(
          "event",
          "filter",
          "at_least",
          "at_most",
          "exactly",
          "first_time",
          "last_days",
          "from",
          "to");

  private PersonFields() {}

  /**
   * The condition in the members of {@code fields}.
   *
   * @param events the events that the condition counts
   */
  static Filter did(JsonFields fields, EventSelector events) {
    fields.only(MEMBERS);
    DayRange days = days(fields);
    if (fields.has("first_time") && fields.flag("first_time")) {
      if (fields.has("at_least") || fields.has("at_most") || fields.has("exactly")) {
        throw fields.problem("has 'first_time', so it can have no number of times");
      }
      return new Filter.FirstDid(events, days);
    }
    if (fields.has("exactly") && (fields.has("at_least") || fields.has("at_most"))) {
      throw fields.problem("has 'exactly', so it can have neither 'at_least' nor 'at_most'");
    }
    long least = times(fields, "at_least", 1, fields.has("at_most") ? 0 : 1);
    long most = times(fields, "at_most", 0, Long.MAX_VALUE);
    if (fields.has("exactly")) {
      least = times(fields, "exactly", 0, 0);
      most = least;
    }
    if (least > most) {
      throw fields.problem("can never hold: 'at_least' is more than 'at_most'");
    }
    // Whoever never did it did it at most so often as well.
    return least == 0
        ? new Filter.Not(new Filter.Did(events, days, most + 1, Long.MAX_VALUE))
        : new Filter.Did(events, days, least, most);
  }

  private static long times(JsonFields fields, String name, long least, long otherwise) {
    return fields.has(name) ? fields.wholeNumber(name, least, FilterFields.MAX_TIMES) : otherwise;
  }

  private static DayRange days(JsonFields fields) {
    if (fields.has("last_days")) {
      if (fields.has("from") || fields.has("to")) {
        throw fields.problem("has 'last_days', so it can have neither 'from' nor 'to'");
      }
      long days = fields.wholeNumber("last_days", 1, FilterFields.MAX_LAST_DAYS);
      LocalDate today = fields.project().today();
      return new DayRange(today.minusDays(days - 1), today);
    }
    LocalDate from = fields.has("from") ? fields.date("from") : null;
    LocalDate to = fields.has("to") ? fields.date("to") : null;
    if (from != null && to != null && to.isBefore(from)) {
      throw fields.problem("can never hold: 'to' is before 'from'");
    }
    return new DayRange(from, to);
  }
}
