package metricflow.tests.oracle;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.api.query.Funnel;
import metricflow.event.Event;
import metricflow.funnel.FunnelStep;

/** Funnels by trying every path of every person. */
final class FunnelOracle {
  private final World world;
  private final Funnel query;

  /** An event that fills steps: bit k of the mask is step k. */
  private record Filled(long time, int sequence, int mask) {}

  FunnelOracle(World world, Funnel query) {
    this.world = world;
    this.query = query;
  }

  ObjectNode funnel() {
    Map<String, List<WorldEvent>> persons =
        world.events().stream()
            .filter(this::inPeriod)
            .collect(Collectors.groupingBy(world::person));
    long[] reached = new long[query.steps().size()];
    for (List<WorldEvent> events : persons.values()) {
      int steps = longest(filled(events));
      for (int step = 0; step < steps; step++) {
        reached[step]++;
      }
    }
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    for (int step = 0; step < reached.length; step++) {
      steps
          .addObject()
          .put("label", query.steps().get(step).label())
          .put("persons", reached[step])
          .put("conversion_from_start", share(reached[step], reached[0]))
          .put("conversion_from_previous", share(reached[step], reached[Math.max(0, step - 1)]));
    }
    return JsonNodeFactory.instance.objectNode().set("steps", steps);
  }

  private boolean inPeriod(WorldEvent event) {
    LocalDate day = World.utcDay(event);
    return !day.isBefore(query.from()) && !day.isAfter(query.to());
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private List<Filled> filled(List<WorldEvent> events) {
    List<Filled> filled = new ArrayList<>();
    for (WorldEvent event : events) {
      int mask = 0;
      for (int step = 0; step < query.steps().size(); step++) {
        mask |= fills(query.steps().get(step), event) ? 1 << step : 0;
      }
      if (mask != 0) {
        int sequence = event.sequence() == null ? Event.NO_SEQUENCE : event.sequence();
        filled.add(new Filled(event.time().toEpochMilli(), sequence, mask));
      }
    }
    filled.sort(
        comparing(Filled::time)
            .thenComparing(Filled::sequence)
            .thenComparing(one -> Integer.numberOfTrailingZeros(one.mask))
            .thenComparing(Filled::mask));
    return filled;
  }

  private static boolean fills(FunnelStep step, WorldEvent event) {
    return step.event().equals(event.name())
        && step.filters().stream()
            .allMatch(
                filter -> filter.value().equals(event.columns().get(filter.dimension().column())));
  }

  private int longest(List<Filled> events) {
    int longest = 0;
    for (int i = 0; i < events.size(); i++) {
      if ((events.get(i).mask & 1) != 0) {
        longest = Math.max(longest, longest(events, i, 1, events.get(i).time));
      }
    }
    return longest;
  }

  /** The most steps of a path that has taken {@code steps}, the last with event {@code at}. */
  private int longest(List<Filled> events, int at, int steps, long start) {
    int longest = steps;
    for (int i = at + 1; i < events.size() && steps < query.steps().size(); i++) {
      Filled next = events.get(i);
      if ((next.mask & 1 << steps) != 0
          && next.time - start <= query.conversionWindowSeconds() * 1000) {
        longest = Math.max(longest, longest(events, i, steps + 1, start));
      }
    }
    return longest;
  }
}
