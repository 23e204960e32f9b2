package metricflow.api.query;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import metricflow.api.query.filter.FilterFields;
import metricflow.event.EventLimits;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The members about time and events that several kinds of question share. */
public final class PeriodFields {
  static final int MAX_ZONE = 40;
  private static final int MAX_EVENTS = 20;

  private PeriodFields() {}

  /** {@code from}, {@code to} and {@code time_zone}. */
  static Period period(JsonFields fields) {
    LocalDate from = QueryParser.from(fields);
    return new Period(from, QueryParser.to(fields, from), zone(fields));
  }

  /** The same, beginning with the first day of the interval that holds {@code from}. */
  static Period period(JsonFields fields, Interval interval) {
    Period period = period(fields);
    long most = interval.most(period.days());
    if (most > Interval.MAX_COUNT) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'%s' cuts the period into %d pieces; at most %d are allowed."
              .formatted(fields.at("interval"), most, Interval.MAX_COUNT));
    }
    return period.since(interval.startOf(period.from()));
  }

  /** {@code interval}, one of {@code allowed}; a day unless named. */
  static Interval interval(JsonFields fields, List<String> allowed) {
    return fields.has("interval")
        ? Interval.valueOf(fields.oneOf("interval", allowed).toUpperCase(Locale.ROOT))
        : Interval.DAY;
  }

  /** {@code time_zone}; the project's unless named. */
  public static ZoneId zone(JsonFields fields) {
    if (!fields.has("time_zone")) {
      return fields.project().timeZone();
    }
    String name = fields.text("time_zone", MAX_ZONE);
    boolean place =
        name.indexOf('/') > 0 && !name.startsWith("Etc/") && !name.startsWith("SystemV/");
    if (!name.equals("UTC") && !(place && ZoneId.getAvailableZoneIds().contains(name))) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'%s' must be UTC or a zone of the IANA data base such as Europe/Berlin."
              .formatted(fields.at("time_zone")));
    }
    return ZoneId.of(name);
  }

  /** The events that {@code event} and {@code filter} of an object select. */
  static EventSelector events(JsonFields fields) {
    return EventSelector.named(fields, FilterFields.filter(fields, "filter"));
  }

  /** {@code event}, a name or several. */
  static List<String> eventNames(JsonFields fields) {
    return fields.textOrTexts("event", MAX_EVENTS, EventLimits.defaults().maxIdLength());
  }

  /**
   * The events that the object in the member {@code name} selects; any event when there is none.
   */
  static EventSelector events(JsonFields fields, String name) {
    return fields.has(name)
        ? events(fields.object(name).only(List.of("event", "filter")))
        : EventSelector.ANY;
  }
}
