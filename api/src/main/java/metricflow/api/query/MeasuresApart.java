package metricflow.api.query;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    boolean each = measures.stream().allMatch(one -> one.number().isEmpty());
    boolean both =
        measures.stream().anyMatch(Measure::countsEvents)
            && measures.stream().anyMatch(Measure::countsPersons);
    // Which groups are shown one of the two must tell.
    boolean ranked =
        query.breakdown().isEmpty() || !(measures.getFirst() instanceof Measure.PerUser);
    return each && both && ranked ? Optional.of(new MeasuresApart(query)) : Optional.empty();
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
    Map<Point, Row> ranked = byPoint(ranking);
    Map<Point, Row> others = byPoint(other);
    // Where the one has nothing to count, the other may.
    Set<Point> points = new HashSet<>(ranked.keySet());
    points.addAll(others.keySet());
    List<EventSelector> asked = asked();
    int[] places =
        query.series().stream().mapToInt(series -> asked.indexOf(series.events())).toArray();
    return points.stream().map(point -> row(ranked.get(point), others.get(point), places)).toList();
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

  /**
   * One row of two.
   *
   * @param ranked null where there is none, as is {@code other}
   * @param places for each series where in the rows its events are counted
   */
  private Row row(Row ranked, Row other, int[] places) {
    Row counts = ranksByPersons() ? other : ranked;
    Row persons = ranksByPersons() ? ranked : other;
    int size = interval() + 1 + places.length;
    Object[] values = Arrays.copyOf((ranked == null ? other : ranked).values().toArray(), size);
    // The other is asked about groups by name, and does not know how many there are.
    values[1] = ranked == null ? 0L : ranked.number(1);
    for (int i = 0; i < places.length; i++) {
      long events = number(counts, places[i]);
      long distinct = number(persons, places[i]);
      values[interval() + 1 + i] =
          switch (query.series().get(i).measure()) {
            case Measure.Uniques() -> (Object) distinct;
            case Measure.PerUser() -> distinct == 0 ? null : (Object) ((double) events / distinct);
            default -> (Object) events;
          };
    }
    return Row.of(values);
  }

  private long number(Row row, int place) {
    int column = interval() + 1 + place;
    return row == null || !row.has(column) ? 0 : row.number(column);
  }
}
