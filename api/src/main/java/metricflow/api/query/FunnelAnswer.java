package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;

/** The answers to {@link Funnel} and {@link FunnelPersons}. */
final class FunnelAnswer {
  private static final String RAW = "raw";
  private static final String NEEDS_EVENTS =
      "A timeline knows an event's name and a page view's page; this question needs more.";
  private static final String NO_TIMELINES = "None of the days has timelines yet.";
  private static final String DOUBTFUL =
      "The timelines may be wrong about this: an id was given to another person since, or the"
          + " project has more events or pages than codes.";
  private static final String PERSONS = "Persons are listed from events.";

  private FunnelAnswer() {}

  static Answer of(Asking asking, Funnel query) {
    if (!query.breakdown().isEmpty() || !TimelineSql.suits(query.conversion())) {
      return fromEvents(asking, query, NEEDS_EVENTS);
    }
    SortedSet<LocalDate> days = asking.rolled().timelines(query.conversion().period());
    return days.isEmpty()
        ? fromEvents(asking, query, NO_TIMELINES)
        : fromTimelines(asking, query, days);
  }

  private static Answer fromEvents(Asking asking, Funnel query, String because) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return FunnelReader.answer(asking.receipt(RAW, because), null, query, rows);
  }

  private static Answer fromTimelines(Asking asking, Funnel query, SortedSet<LocalDate> days) {
    Rows result =
        asking.result(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, days, asking.rolled()));
    List<Row> rows = result.rows();
    if (rows.getFirst().number(result.columns().size() - 1) > 0) {
      asking.forgetSql();
      return fromEvents(asking, query, DOUBTFUL);
    }
    Period period = query.conversion().period();
    long all = new Period(period.firstUtcDay(), period.lastUtcDay(), Period.UTC).days();
    return FunnelReader.answer(
        asking.receipt(
            days.size() == all ? "timeline" : "timeline+raw",
            "%d of the %d days have timelines; the others are read from events."
                .formatted(days.size(), all)),
        asking.rolled().oldest(days).map(Instant::toString).orElse(null),
        query,
        rows);
  }

  static Answer of(Asking asking, FunnelPersons query) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return FunnelReader.answer(asking.receipt(RAW, PERSONS), query, rows);
  }
}
