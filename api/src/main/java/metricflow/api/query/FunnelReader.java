package metricflow.api.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the rows of {@link FunnelSql} into answers. */
final class FunnelReader {
  private static final long EVERYBODY = Long.MIN_VALUE;

  private final Funnel query;
  private final int steps;

  /** Index of the column that holds the number of the interval. */
  private final int intervalColumn;

  private final int firstCount;
  private final Map<Long, Integer> intervals = new HashMap<>();
  private final Map<Long, Numbers> groups = new TreeMap<>();

  private record Numbers(List<String> values, long[] counts, long[][] points, Row[] times) {}

  private FunnelReader(Funnel query) {
    this.query = query;
    this.steps = query.conversion().steps().size();
    this.intervalColumn = query.breakdown().isEmpty() ? 0 : query.breakdown().size() + 2;
    this.firstCount = intervalColumn + (query.interval().isPresent() ? 1 : 0);
    query
        .interval()
        .ifPresent(interval -> {
          for (Long number : interval.numbers(query.period())) {
            intervals.put(number, intervals.size());
          }
        });
  }

  static Answer answer(Receipt receipt, String rollupAsOf, Funnel query, List<Row> rows) {
    FunnelReader reader = new FunnelReader(query);
    rows.forEach(reader::read);
    Numbers all = reader.groups.get(EVERYBODY);
    boolean broken = !query.breakdown().isEmpty();
    return new Answer.FunnelSteps(
        receipt,
        rollupAsOf,
        reader.steps(all),
        reader.trend(all),
        reader.times(all),
        broken ? reader.groups() : null,
        broken ? (Long) Math.max(0, reader.groupCount(rows) - query.limit()) : null);
  }

  static Answer answer(Receipt receipt, FunnelPersons query, List<Row> rows) {
    boolean sessions = query.conversion().sessions();
    return new Answer.FunnelPersons(
        receipt,
        query.conversion().label(query.step()),
        sessions ? "sessions" : "persons",
        rows.isEmpty() ? 0 : rows.getFirst().number(4),
        rows.stream()
            .map(row ->
                new Answer.FunnelPerson(
                    row.text(0),
                    row.instant(1).toString(),
                    row.instant(2).toString(),
                    row.number(3)))
            .toList());
  }

  private long groupCount(List<Row> rows) {
    int column = intervalColumn - 1;
    return rows.stream().mapToLong(row -> row.has(column) ? row.number(column) : 0).max().orElse(0);
  }

  private void read(Row row) {
    boolean group = !query.breakdown().isEmpty() && row.has(0);
    long rank = group ? row.number(0) : EVERYBODY;
    List<String> values = new ArrayList<>();
    for (int i = 0; group && rank != 0 && i < query.breakdown().size(); i++) {
      values.add(row.text(1 + i));
    }
    Numbers numbers =
        groups.computeIfAbsent(
            rank,
            r ->
                new Numbers(
                    values, new long[steps], new long[intervals.size()][steps], new Row[1]));
    boolean whole = query.interval().isEmpty() || !row.has(intervalColumn);
    long[] target =
        whole ? numbers.counts : numbers.points[intervals.get(row.number(intervalColumn))];
    for (int i = 0; i < steps; i++) {
      target[i] = row.number(firstCount + i);
    }
    if (whole) {
      numbers.times[0] = row;
    }
  }

  private List<Answer.FunnelGroup> groups() {
    List<Answer.FunnelGroup> shown = new ArrayList<>();
    groups.forEach((rank, numbers) -> {
      if (rank > 0) {
        shown.add(group(numbers, false));
      }
    });
    if (groups.containsKey(0L)) {
      shown.add(group(groups.get(0L), true));
    }
    return shown;
  }

  private Answer.FunnelGroup group(Numbers numbers, boolean other) {
    return new Answer.FunnelGroup(
        numbers.values, other, steps(numbers), trend(numbers), times(numbers));
  }

  private List<Answer.Step> steps(Numbers numbers) {
    List<Answer.Step> told = new ArrayList<>();
    boolean sessions = query.conversion().sessions();
    for (int i = 0; i < steps; i++) {
      long count = numbers.counts[i];
      told.add(
          new Answer.Step(
              query.conversion().label(i),
              sessions ? null : (Long) count,
              sessions ? (Long) count : null,
              share(count, numbers.counts[0]),
              share(count, numbers.counts[Math.max(0, i - 1)])));
    }
    return told;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private List<Answer.Entries> trend(Numbers numbers) {
    if (query.interval().isEmpty()) {
      return null;
    }
    List<String> labels = query.interval().get().labels(query.period());
    List<Answer.Entries> trend = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      long[] point = numbers.points[i];
      trend.add(new Answer.Entries(labels.get(i), point, share(point[steps - 1], point[0])));
    }
    return trend;
  }

  private Answer.TimeToConvert times(Numbers numbers) {
    if (query.bucketSeconds().isEmpty()) {
      return null;
    }
    List<Answer.Durations> durations = new ArrayList<>();
    int width = 2 + query.bucketSeconds().size() + 1;
    for (int i = 0; i < steps; i++) {
      int column = firstCount + steps + i * width;
      Row row = numbers.times[0];
      long[] buckets = new long[width - 2];
      Arrays.setAll(buckets, bucket -> row.number(column + 2 + bucket));
      durations.add(new Answer.Durations(row.numeric(column), row.numeric(column + 1), buckets));
    }
    return new Answer.TimeToConvert(
        query.bucketSeconds(), durations.getFirst(), durations.subList(1, steps));
  }
}
