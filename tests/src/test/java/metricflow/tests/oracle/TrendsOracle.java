package metricflow.tests.oracle;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import metricflow.api.query.Formula;
import metricflow.api.query.Interval;
import metricflow.api.query.Measure;
import metricflow.api.query.Period;
import metricflow.api.query.Segmentation;
import metricflow.api.query.Series;
import metricflow.api.query.Trends;
import metricflow.api.query.filter.Field;

/** Trends and segmentation, point by point. */
final class TrendsOracle {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final World world;

  TrendsOracle(World world) {
    this.world = world;
  }

  ObjectNode segmentation(Segmentation query) {
    ObjectNode answer = JSON.objectNode();
    List<List<String>> shown = shown(query);
    answer.set("groups", groups(query, null, events(query, query.period()), shown));
    return answer.put("groups_cut", all(query).size() - shown.size());
  }

  ObjectNode trends(Trends query) {
    Segmentation what = query.what();
    ObjectNode answer = JSON.objectNode();
    List<List<String>> shown = shown(what);
    answer.set("times", times(query, what.period()));
    answer.set("groups", groups(what, query, covered(query), shown));
    answer.put("groups_cut", all(what).size() - shown.size());
    if (query.compare()) {
      Period period = what.period();
      LocalDate to = period.from().minusDays(1);
      LocalDate from =
          period.from().minusDays(period.from().datesUntil(period.to().plusDays(1)).count());
      Period before = new Period(from, to, period.zone());
      Segmentation earlier =
          new Segmentation(
              before,
              what.filter(),
              what.series(),
              what.formulas(),
              what.breakdown(),
              what.limit());
      Trends then = new Trends(earlier, query.interval(), 1, false, false);
      ObjectNode previous = answer.putObject("previous");
      previous.put("from", from.toString()).put("to", to.toString());
      previous.set("times", times(then, before));
      previous.set("groups", groups(earlier, then, events(earlier, before), shown));
    }
    return answer;
  }

  /** The events of the question that happened in {@code period}. */
  private List<WorldEvent> events(Segmentation query, Period period) {
    return world.events().stream()
        .filter(event -> OracleTime.in(event, period))
        .filter(event -> FilterOracle.matches(world, query.filter(), event))
        .filter(event ->
            query.series().stream()
                .anyMatch(one -> FilterOracle.matches(world, one.events(), event)))
        .toList();
  }

  /** With the intervals before the first that a rolling window reaches. */
  private List<WorldEvent> covered(Trends query) {
    Period period = query.what().period();
    LocalDate first = period.from();
    for (int i = 1; i < query.window(); i++) {
      first = OracleTime.start(first.minusDays(1), query.interval());
    }
    return events(query.what(), new Period(first, period.to(), period.zone()));
  }

  private static List<String> values(Segmentation query, WorldEvent event) {
    return query.breakdown().stream().map(event::value).collect(Collectors.toList());
  }

  private List<List<String>> all(Segmentation query) {
    return events(query, query.period()).stream()
        .map(event -> values(query, event))
        .distinct()
        .toList();
  }

  private List<List<String>> shown(Segmentation query) {
    List<WorldEvent> events = events(query, query.period());
    Comparator<List<String>> order =
        comparing(values -> score(query, events, values), nullsLast(reverseOrder()));
    for (int i = 0; i < query.breakdown().size(); i++) {
      int field = i;
      order =
          order.thenComparing(values -> values.get(field), nullsLast(TrendsOracle::compareUtf8));
    }
    return all(query).stream().sorted(order).limit(query.limit()).toList();
  }

  static int compareUtf8(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private Double score(Segmentation query, List<WorldEvent> events, List<String> values) {
    return measure(
        query.series().getFirst(),
        events.stream().filter(event -> values(query, event).equals(values)).toList());
  }

  private ArrayNode times(Trends query, Period period) {
    ArrayNode times = JSON.arrayNode();
    labels(query.interval(), period).forEach(times::add);
    return times;
  }

  static List<String> labels(Interval interval, Period period) {
    if (interval != Interval.HOUR && interval != Interval.MINUTE) {
      return OracleTime.starts(period, interval).stream().map(LocalDate::toString).toList();
    }
    List<String> labels = new ArrayList<>();
    var end = period.to().plusDays(1).atStartOfDay(period.zone()).toInstant();
    for (var at = period.from().atStartOfDay(period.zone()).toInstant();
        at.isBefore(end);
        at = at.plusSeconds(60)) {
      WorldEvent then = new WorldEvent("", at, null, java.util.Map.of(), null, null);
      String label = OracleTime.label(then, period, interval);
      if (labels.isEmpty() || !labels.getLast().equals(label)) {
        labels.add(label);
      }
    }
    return labels;
  }

  /** {@code trends} is null where there is no time axis. */
  private ArrayNode groups(
      Segmentation query, Trends trends, List<WorldEvent> events, List<List<String>> shown) {
    ArrayNode groups = JSON.arrayNode();
    for (List<String> values : query.breakdown().isEmpty() ? List.of(List.<String>of()) : shown) {
      List<WorldEvent> own =
          events.stream().filter(event -> values(query, event).equals(values)).toList();
      if (!own.isEmpty() || query.breakdown().isEmpty()) {
        groups.add(group(query, trends, own, values, false));
      }
    }
    List<WorldEvent> others =
        events.stream().filter(event -> !shown.contains(values(query, event))).toList();
    if (!query.breakdown().isEmpty() && !others.isEmpty()) {
      groups.add(group(query, trends, others, List.of(), true));
    }
    return groups;
  }

  private ObjectNode group(
      Segmentation query,
      Trends trends,
      List<WorldEvent> events,
      List<String> values,
      boolean other) {
    ObjectNode group = JSON.objectNode();
    ArrayNode names = group.putArray("values");
    values.forEach(names::add);
    group.put("other", other);
    List<Double> totals =
        all(query, events.stream().filter(e -> OracleTime.in(e, query.period())).toList());
    List<List<Double>> points = trends == null ? null : points(trends, events);
    ArrayNode lines = group.putArray("lines");
    for (int i = 0; i < totals.size(); i++) {
      ObjectNode line = lines.addObject();
      int series = query.series().size();
      line.put(
          "name",
          i < series ? Character.toString('A' + i) : query.formulas().get(i - series).text());
      line.put("total", totals.get(i));
      if (points != null) {
        ArrayNode numbers = line.putArray("points");
        for (List<Double> point : points) {
          numbers.add(point.get(i));
        }
      }
    }
    return group;
  }

  private List<List<Double>> points(Trends query, List<WorldEvent> events) {
    Period period = query.what().period();
    List<String> labels = labels(query.interval(), period);
    List<List<Double>> points = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      List<String> window = new ArrayList<>(labels.subList(query.cumulative() ? 0 : i, i + 1));
      LocalDate before = query.window() > 1 ? LocalDate.parse(labels.get(i)) : null;
      for (int n = 1; n < query.window(); n++) {
        before = OracleTime.start(before.minusDays(1), query.interval());
        window.add(before.toString());
      }
      points.add(
          all(
              query.what(),
              events.stream()
                  .filter(e -> window.contains(OracleTime.label(e, period, query.interval())))
                  .toList()));
    }
    return points;
  }

  /** The series and the formulas of some events. */
  private List<Double> all(Segmentation query, List<WorldEvent> events) {
    List<Double> numbers = new ArrayList<>();
    query.series().forEach(series -> numbers.add(measure(series, events)));
    List<Double> series =
        List.copyOf(numbers.stream().map(n -> n == null ? Double.NaN : n).toList());
    for (Formula formula : query.formulas()) {
      double value = evaluate(formula.root(), series);
      numbers.add(Double.isFinite(value) ? Double.valueOf(value) : null);
    }
    return numbers;
  }

  private static double evaluate(Formula.Node node, List<Double> series) {
    return switch (node) {
      case Formula.Constant(double value) -> value;
      case Formula.Operand(int index) -> series.get(index);
      case Formula.Operation(char operator, Formula.Node left, Formula.Node right) -> {
        double a = evaluate(left, series);
        double b = evaluate(right, series);
        double result =
            switch (operator) {
              case '+' -> a + b;
              case '-' -> a - b;
              case '*' -> a * b;
              default -> a / b;
            };
        yield Double.isFinite(result) ? result : Double.NaN;
      }
    };
  }

  private Double measure(Series series, List<WorldEvent> events) {
    List<WorldEvent> own =
        events.stream()
            .filter(event -> FilterOracle.matches(world, series.events(), event))
            .toList();
    double count = own.size();
    double persons = own.stream().map(world::person).distinct().count();
    return switch (series.measure()) {
      case Measure.Count() -> count;
      case Measure.Uniques() -> persons;
      case Measure.PerUser() -> persons == 0 ? null : Double.valueOf(count / persons);
      case Measure.Sum(Field field) -> numbers(own, field).stream().mapToDouble(n -> n).sum();
      case Measure.Average(Field field) -> {
        List<Double> numbers = numbers(own, field);
        yield numbers.isEmpty()
            ? null
            : Double.valueOf(numbers.stream().mapToDouble(n -> n).sum() / numbers.size());
      }
      case Measure.Least(Field field) ->
          numbers(own, field).stream().min(naturalOrder()).orElse(null);
      case Measure.Greatest(Field field) ->
          numbers(own, field).stream().max(naturalOrder()).orElse(null);
      case Measure.Percentile(Field field, double percentile) -> {
        List<Double> sorted = numbers(own, field).stream().sorted().toList();
        int rank = (int) Math.max(1, Math.ceil(percentile / 100 * sorted.size()));
        yield sorted.isEmpty() ? null : sorted.get(rank - 1);
      }
    };
  }

  private static List<Double> numbers(List<WorldEvent> events, Field field) {
    return events.stream().map(event -> event.number(field)).filter(Objects::nonNull).toList();
  }
}
