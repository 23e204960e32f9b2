package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The answers to {@link Funnel} and {@link FunnelPersons}. */
final class FunnelAnswer {
  private static final String PERSONS = "Persons are listed from events.";

  private FunnelAnswer() {}

  static Answer of(Asking asking, Funnel query) {
    boolean suits = TimelineConversion.of(query.conversion(), query.breakdown()).isPresent();
    Period period = ConversionSql.read(query.conversion());
    SortedSet<LocalDate> days = asking.rolled().complete(period);
    DaySource source = DaySource.timelines(suits, period, asking.rolled());
    return source.answer(
        asking,
        chosen ->
            chosen.isRaw()
                ? fromEvents(asking, query, chosen)
                : fromTimelines(asking, query, days, chosen));
  }

  private static Optional<Answer> fromEvents(Asking asking, Funnel query, DaySource source) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return Optional.of(FunnelReader.answer(asking.receipt(source), null, query, rows));
  }

  private static Optional<Answer> fromTimelines(
      Asking asking, Funnel query, SortedSet<LocalDate> days, DaySource source) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, days, asking.rolled()));
    return rows.getFirst().isDoubtful()
        ? Optional.empty()
        : Optional.of(
            FunnelReader.answer(asking.receipt(source), source.rollupAsOf(), query, rows));
  }

  static Answer of(Asking asking, FunnelPersons query) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return FunnelReader.answer(asking.receipt(DaySource.raw(PERSONS)), query, rows);
  }
}
