package metricflow.tests.oracle;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.api.query.Conversion;
import metricflow.api.query.Funnel;
import metricflow.api.query.FunnelPersons;
import metricflow.api.query.filter.Field;
import metricflow.funnel.FunnelOrder;

/** Funnels, person by person. */
final class FunnelOracle {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final World world;
  private final Conversion conversion;
  private final Map<WorldEvent, Instant> sessions;

  /** A person or session that took a step: times of the steps, values at the first. */
  private record Unit(String person, List<Long> times, WorldEvent first, List<String> values) {
    int steps() {
      return times.size();
    }
  }

  FunnelOracle(World world, Conversion conversion) {
    this.world = world;
    this.conversion = conversion;
    this.sessions = conversion.sessions() ? SessionOracle.starts(world) : Map.of();
  }

  ObjectNode funnel(Funnel query) {
    List<Unit> units = units(query.breakdown());
    ObjectNode answer = numbers(query, units);
    if (!query.breakdown().isEmpty()) {
      List<List<String>> all = units.stream().map(Unit::values).distinct().toList();
      List<List<String>> shown =
          all.stream().sorted(order(query, units)).limit(query.limit()).toList();
      ArrayNode groups = answer.putArray("groups");
      for (List<String> values : shown) {
        groups.add(
            group(query, units.stream().filter(u -> u.values.equals(values)).toList(), values));
      }
      List<Unit> others = units.stream().filter(unit -> !shown.contains(unit.values)).toList();
      if (!others.isEmpty()) {
        groups.add(group(query, others, null));
      }
      answer.put("groups_cut", all.size() - shown.size());
    }
    return answer;
  }

  ObjectNode persons(FunnelPersons query) {
    List<Unit> all =
        units(List.of()).stream()
            .filter(unit ->
                query.dropped() ? unit.steps() == query.step() : unit.steps() > query.step())
            .toList();
    ObjectNode answer = JSON.objectNode();
    answer.put("label", label(query.step()));
    answer.put("unit", conversion.sessions() ? "sessions" : "persons");
    answer.put("total", all.size());
    ArrayNode persons = answer.putArray("persons");
    all.stream()
        .sorted(
            comparingLong((Unit unit) -> -unit.times.getFirst())
                .thenComparing(Unit::person, TrendsOracle::compareUtf8))
        .limit(query.limit())
        .forEach(unit ->
            persons
                .addObject()
                .put("person_id", unit.person)
                .put("entered_at", Instant.ofEpochMilli(unit.times.getFirst()).toString())
                .put("last_step_at", Instant.ofEpochMilli(unit.times.getLast()).toString())
                .put("steps_reached", unit.steps()));
    return answer;
  }

  private static Comparator<List<String>> order(Funnel query, List<Unit> units) {
    Comparator<List<String>> order =
        comparing(
            values -> units.stream().filter(unit -> unit.values.equals(values)).count(),
            reverseOrder());
    for (int i = 0; i < query.breakdown().size(); i++) {
      int field = i;
      order =
          order.thenComparing(values -> values.get(field), nullsLast(TrendsOracle::compareUtf8));
    }
    return order;
  }

  private List<Unit> units(List<Field> breakdown) {
    Map<List<Object>, List<WorldEvent>> units =
        world.events().stream()
            .filter(event -> OracleTime.in(event, conversion.period()))
            .filter(event -> FilterOracle.matches(world, conversion.filter(), event))
            .filter(event ->
                !conversion.sessions()
                    || !sessions.get(event).isBefore(OracleTime.start(conversion.period())))
            .collect(
                Collectors.groupingBy(event ->
                    conversion.sessions()
                        ? List.of(world.person(event), sessions.get(event))
                        : List.of(world.person(event))));
    return units.entrySet().stream()
        .flatMap(
            unit -> unit((String) unit.getKey().getFirst(), unit.getValue(), breakdown).stream())
        .toList();
  }

  private List<Unit> unit(String person, List<WorldEvent> events, List<Field> breakdown) {
    Map<List<String>, List<WorldEvent>> chains =
        events.stream()
            .filter(
                event -> conversion.holdConstant().stream().allMatch(f -> event.value(f) != null))
            .collect(
                Collectors.groupingBy(
                    event -> conversion.holdConstant().stream().map(event::value).toList()));
    return chains.values().stream()
        .map(chain -> chain(person, chain, breakdown))
        .filter(unit -> unit.steps() > 0)
        .min(
            comparingInt((Unit unit) -> -unit.steps())
                .thenComparing(unit -> unit.times.getLast())
                .thenComparingLong(unit -> -unit.times.getFirst())
                .thenComparing(Unit::times, FunnelOracle::compare)
                .thenComparing(Unit::first, byKey(breakdown)))
        .stream()
        .toList();
  }

  private Unit chain(String person, List<WorldEvent> events, List<Field> breakdown) {
    List<FunnelPaths.Row> path = FunnelPaths.told(world, conversion, events);
    if (path.isEmpty()) {
      return new Unit(person, List.of(), null, List.of());
    }
    WorldEvent first =
        events.stream()
            .filter(event -> event.time().toEpochMilli() == path.getFirst().time())
            .filter(event -> FunnelPaths.mayStart(world, conversion, event))
            .min(byKey(breakdown))
            .orElseThrow();
    return new Unit(
        person,
        path.stream().map(FunnelPaths.Row::time).toList(),
        first,
        breakdown.stream().map(first::value).collect(Collectors.toList()));
  }

  private static Comparator<WorldEvent> byKey(List<Field> breakdown) {
    Comparator<WorldEvent> order =
        comparingInt(event -> new FunnelPaths.Row(event, 0, 0).sequence());
    for (Field field : breakdown) {
      order =
          order.thenComparing(event -> event.value(field), nullsLast(TrendsOracle::compareUtf8));
    }
    return order;
  }

  private static int compare(List<Long> a, List<Long> b) {
    return Arrays.compare(a.toArray(Long[]::new), b.toArray(Long[]::new));
  }

  private ObjectNode group(Funnel query, List<Unit> units, List<String> values) {
    ObjectNode group = numbers(query, units);
    ArrayNode names = group.putArray("values");
    if (values != null) {
      values.forEach(names::add);
    }
    return group.put("other", values == null);
  }

  private ObjectNode numbers(Funnel query, List<Unit> units) {
    ObjectNode answer = JSON.objectNode();
    long[] reached = reached(units);
    ArrayNode steps = answer.putArray("steps");
    for (int step = 0; step < reached.length; step++) {
      steps
          .addObject()
          .put("label", label(step))
          .put(conversion.sessions() ? "sessions" : "persons", reached[step])
          .put("conversion_from_start", share(reached[step], reached[0]))
          .put("conversion_from_previous", share(reached[step], reached[Math.max(0, step - 1)]));
    }
    query
        .interval()
        .ifPresent(interval -> {
          ArrayNode trend = answer.putArray("trend");
          for (String time : TrendsOracle.labels(interval, conversion.period())) {
            long[] then =
                reached(
                    units.stream()
                        .filter(unit ->
                            OracleTime.label(unit.first, conversion.period(), interval)
                                .equals(time))
                        .toList());
            ObjectNode point = trend.addObject().put("time", time);
            Arrays.stream(then).forEach(point.putArray("reached")::add);
            point.put("conversion", share(then[then.length - 1], then[0]));
          }
        });
    if (!query.bucketSeconds().isEmpty()) {
      ObjectNode times = answer.putObject("time_to_convert");
      query.bucketSeconds().forEach(times.putArray("bucket_seconds")::add);
      int last = reached.length - 1;
      times.set(
          "whole", durations(query, units, last, u -> u.times.get(last) - u.times.getFirst()));
      ArrayNode each = times.putArray("steps");
      IntStream.rangeClosed(1, last)
          .forEach(
              i -> each.add(durations(query, units, i, u -> u.times.get(i) - u.times.get(i - 1))));
    }
    return answer;
  }

  private static ObjectNode durations(
      Funnel query, List<Unit> units, int step, ToLongFunction<Unit> millis) {
    long[] sorted =
        units.stream().filter(unit -> unit.steps() > step).mapToLong(millis).sorted().toArray();
    ObjectNode durations = JSON.objectNode();
    if (sorted.length == 0) {
      durations.putNull("mean_seconds").putNull("median_seconds");
    } else {
      durations.put("mean_seconds", Arrays.stream(sorted).average().orElseThrow() / 1000);
      durations.put("median_seconds", sorted[(sorted.length - 1) / 2] / 1000.0);
    }
    List<Long> bounds =
        Stream.of(Stream.of(0L), query.bucketSeconds().stream(), Stream.of(Long.MAX_VALUE / 1000))
            .flatMap(bound -> bound)
            .toList();
    ArrayNode buckets = durations.putArray("buckets");
    for (int i = 1; i < bounds.size(); i++) {
      long from = bounds.get(i - 1) * 1000;
      long to = bounds.get(i) * 1000;
      buckets.add(Arrays.stream(sorted).filter(one -> one >= from && one < to).count());
    }
    return durations;
  }

  private long[] reached(List<Unit> units) {
    long[] reached = new long[conversion.steps().size()];
    Arrays.setAll(reached, step -> units.stream().filter(unit -> unit.steps() > step).count());
    return reached;
  }

  private String label(int step) {
    return conversion.order() == FunnelOrder.ANY
        ? (step + 1) + " of " + conversion.steps().size() + " steps"
        : conversion.steps().get(step).label();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
