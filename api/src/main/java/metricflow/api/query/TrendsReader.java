package metricflow.api.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Turns the rows of {@link TrendsSql} into groups of lines; a row without a rank is none. */
final class TrendsReader {
  private final Segmentation query;
  private final List<Long> intervals;
  private final Map<Long, Integer> indexes = new HashMap<>();
  private final Map<Long, Numbers> groups = new TreeMap<>();

  /** The numbers of a group: one array for the whole period and one for each interval. */
  private record Numbers(List<String> values, Number[] total, Number[][] points) {}

  private TrendsReader(Segmentation query, List<Long> intervals) {
    this.query = query;
    this.intervals = intervals;
    for (int i = 0; i < intervals.size(); i++) {
      indexes.put(intervals.get(i), i);
    }
  }

  /** The groups; the one of all others is the last. */
  static List<Answer.Group> groups(Segmentation query, List<Long> intervals, List<Row> rows) {
    TrendsReader reader = new TrendsReader(query, intervals);
    rows.stream().filter(row -> row.has(0)).forEach(reader::read);
    if (query.breakdown().isEmpty() && reader.groups.isEmpty()) {
      reader.group(1, List.of());
    }
    List<Answer.Group> groups = new ArrayList<>();
    reader.groups.forEach((rank, numbers) -> {
      if (rank != 0) {
        groups.add(reader.lines(numbers, false));
      }
    });
    if (reader.groups.containsKey(0L)) {
      groups.add(reader.lines(reader.groups.get(0L), true));
    }
    return groups;
  }

  /** The values of the groups shown by themselves, by rank from 1. */
  static List<List<String>> shown(Segmentation query, List<Row> rows) {
    TrendsReader reader = new TrendsReader(query, List.of());
    Map<Long, List<String>> values = new TreeMap<>();
    rows.stream()
        .filter(row -> row.has(0))
        .forEach(row -> values.put(row.number(0), reader.values(row)));
    values.remove(0L);
    return List.copyOf(values.values());
  }

  /** How many groups there are, as told after the results by {@link TrendsGroupsSql#largest}. */
  static long allGroups(Segmentation query, Row row) {
    return row.number(3 + query.breakdown().size() + query.series().size());
  }

  /** How many groups are not shown by themselves. */
  static long cut(Segmentation query, List<Row> rows) {
    long count = rows.stream().mapToLong(row -> row.has(1) ? row.number(1) : 0).max().orElse(0);
    return Math.max(0, count - query.limit());
  }

  private void read(Row row) {
    Numbers numbers = group(row.number(0), row.number(0) == 0 ? List.of() : values(row));
    int interval = 2 + query.breakdown().size();
    Number[] target =
        row.has(interval) ? numbers.points[indexes.get(row.number(interval))] : numbers.total;
    for (int i = 0; i < target.length; i++) {
      target[i] = row.numeric(interval + 1 + i);
    }
  }

  private List<String> values(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < query.breakdown().size(); i++) {
      values.add(row.text(2 + i));
    }
    return values;
  }

  private Numbers group(long rank, List<String> values) {
    return groups.computeIfAbsent(
        rank,
        r -> {
          Number[][] points = new Number[intervals.size()][];
          Arrays.setAll(points, i -> nothing());
          return new Numbers(values, nothing(), points);
        });
  }

  /** What the series are where there is no event at all. */
  private Number[] nothing() {
    return query.series().stream()
        .map(Series::measure)
        .map(measure ->
            switch (measure) {
              case Measure.Count(), Measure.Uniques() -> (Number) 0L;
              case Measure.Sum(var _) -> (Number) 0.0;
              case Measure.PerUser(),
                  Measure.Average(var _),
                  Measure.Least(var _),
                  Measure.Greatest(var _),
                  Measure.Percentile(var _, double _) ->
                  null;
            })
        .toArray(Number[]::new);
  }

  private Answer.Group lines(Numbers numbers, boolean other) {
    List<Answer.Line> lines = new ArrayList<>();
    for (int i = 0; i < query.series().size(); i++) {
      int series = i;
      lines.add(line(Character.toString('A' + i), numbers, values -> values.get(series)));
    }
    for (Formula formula : query.formulas()) {
      lines.add(line(formula.text(), numbers, formula::of));
    }
    return new Answer.Group(numbers.values, other, lines);
  }

  private Answer.Line line(String name, Numbers numbers, Function<List<Number>, Number> number) {
    List<Number> points =
        intervals.isEmpty()
            ? null
            : Arrays.stream(numbers.points).map(Arrays::asList).map(number).toList();
    return new Answer.Line(name, number.apply(Arrays.asList(numbers.total)), points);
  }
}
