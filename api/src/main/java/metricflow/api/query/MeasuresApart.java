package metricflow.api.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Segmentation} of numbers of events and of persons as two questions, each about the
 * events of all its series and therefore about the same groups: one counts events, the other
 * persons, and each is read where that costs least.
 *
 * @param query what is asked; its measures are {@link Measure.Count}, {@link Measure.Uniques} and
 *     {@link Measure.PerUser}
 */
record MeasuresApart(Segmentation query) {
  /** The two questions, where there are two. */
  static Optional<MeasuresApart> of(Segmentation query) {
    List<Measure> measures = query.series().stream().map(Series::measure).toList();
    boolean each = measures.stream().allMatch(one -> ofEvents(one) || one.countsPersons());
    boolean both =
        measures.stream().anyMatch(MeasuresApart::ofEvents)
            && measures.stream().anyMatch(Measure::countsPersons);
    // Which groups are shown one of the two must tell.
    boolean ranked =
        query.breakdown().isEmpty() || !(measures.getFirst() instanceof Measure.PerUser);
    return each && both && ranked ? Optional.of(new MeasuresApart(query)) : Optional.empty();
  }

  private static boolean ofEvents(Measure measure) {
    return measure instanceof Measure.Count || measure instanceof Measure.PerUser;
  }

  /** The one whose first series tells which groups are shown. */
  Segmentation ranking() {
    return measuring(ranksByPersons() ? new Measure.Uniques() : new Measure.Count());
  }

  /** The one that is asked about the groups that the first shows. */
  Segmentation other() {
    return measuring(ranksByPersons() ? new Measure.Count() : new Measure.Uniques());
  }

  private boolean ranksByPersons() {
    return query.series().getFirst().measure() instanceof Measure.Uniques;
  }

  private Segmentation measuring(Measure measure) {
    return query.withSeries(asked().stream().map(events -> new Series(events, measure)).toList());
  }

  /** What is counted: events that several series take once, the first series first. */
  private List<EventSelector> asked() {
    return query.selectors().stream().distinct().toList();
  }

  private record Point(long rank, Number interval) {}

  /**
   * The rows of {@link TrendsSql} for the question, up to the results; of those without a rank,
   * none.
   *
   * @param ranking those of {@link #ranking}
   * @param other those of {@link #other}, about the same groups
   */
  List<Row> join(List<Row> ranking, List<Row> other) {
    Map<Point, Row> rest = byPoint(other);
    List<Row> rows = new ArrayList<>();
    byPoint(ranking)
        .forEach((point, row) -> rows.add(joined(row, Optional.ofNullable(rest.remove(point)))));
    // Where the one has nothing to count, the other may.
    rest.values().forEach(row -> rows.add(alone(row)));
    return rows;
  }

  private Row joined(Row ranking, Optional<Row> other) {
    return ranksByPersons()
        ? row(ranking, ranking.number(1), other, Optional.of(ranking))
        : row(ranking, ranking.number(1), Optional.of(ranking), other);
  }

  private Row alone(Row other) {
    return ranksByPersons()
        ? row(other, 0, Optional.of(other), Optional.empty())
        : row(other, 0, Optional.empty(), Optional.of(other));
  }

  private Map<Point, Row> byPoint(List<Row> rows) {
    Map<Point, Row> points = new HashMap<>();
    rows.stream()
        .filter(row -> row.has(0))
        .forEach(row -> points.put(new Point(row.number(0), row.numeric(interval())), row));
    return points;
  }

  private int interval() {
    return 2 + query.breakdown().size();
  }

  private Row row(Row of, long groups, Optional<Row> counts, Optional<Row> persons) {
    Object[] values = Arrays.copyOf(of.values().toArray(), interval() + 1 + query.series().size());
    values[1] = groups;
    List<EventSelector> asked = asked();
    for (int i = 0; i < query.series().size(); i++) {
      int at = asked.indexOf(query.series().get(i).events());
      long events = number(counts, at);
      long distinct = number(persons, at);
      values[interval() + 1 + i] =
          switch (query.series().get(i).measure()) {
            case Measure.Uniques() -> (Object) distinct;
            case Measure.PerUser() -> distinct == 0 ? null : (Object) ((double) events / distinct);
            default -> (Object) events;
          };
    }
    return Row.of(values);
  }

  private long number(Optional<Row> row, int at) {
    int column = interval() + 1 + at;
    return row.filter(there -> there.has(column)).map(there -> there.number(column)).orElse(0L);
  }
}
