package metricflow.tests.oracle;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.api.query.Paths;
import metricflow.event.EventNames;
import metricflow.path.PathStart;

/** Paths, session by session. */
final class PathsOracle {
  private final World world;
  private final Paths query;

  /** A stop on the way. */
  private record Stop(String node, boolean anchor) {}

  private record Edge(int depth, String source, String target) {}

  PathsOracle(World world, Paths query) {
    this.world = world;
    this.query = query;
  }

  ObjectNode paths() {
    Map<Edge, List<String>> personsByEdge = new HashMap<>();
    Map<WorldEvent, Instant> starts = SessionOracle.starts(world);
    Map<List<Object>, List<WorldEvent>> sessions =
        world.events().stream()
            .filter(event -> OracleTime.in(event, query.period()))
            .filter(event -> !starts.get(event).isBefore(OracleTime.start(query.period())))
            .collect(
                Collectors.groupingBy(event -> List.of(world.person(event), starts.get(event))));
    sessions.forEach((session, events) ->
        edges(stops(events))
            .forEach(edge ->
                personsByEdge
                    .computeIfAbsent(edge, e -> new ArrayList<>())
                    .add((String) session.getFirst())));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode levels = answer.putArray("levels");
    for (int depth = 1; depth <= query.depth(); depth++) {
      level(levels.addObject(), depth, personsByEdge);
    }
    return answer;
  }

  private void level(ObjectNode level, int depth, Map<Edge, List<String>> personsByEdge) {
    List<Edge> all = personsByEdge.keySet().stream().filter(edge -> edge.depth == depth).toList();
    List<Edge> going =
        all.stream()
            .filter(edge -> edge.source != null && edge.target != null)
            .sorted(
                comparingInt((Edge edge) -> -personsByEdge.get(edge).size())
                    .thenComparing(Edge::source, TrendsOracle::compareUtf8)
                    .thenComparing(Edge::target, TrendsOracle::compareUtf8))
            .toList();
    level.put("depth", depth);
    ArrayNode edges = level.putArray("edges");
    going.stream()
        .limit(query.limit())
        .forEach(edge ->
            edges
                .addObject()
                .put("source", edge.source)
                .put("target", edge.target)
                .put("sessions", personsByEdge.get(edge).size())
                .put("persons", personsByEdge.get(edge).stream().distinct().count()));
    level.put("edges_cut", going.size() - edges.size());
    level.put(
        "sessions_cut",
        going.stream().skip(query.limit()).mapToInt(edge -> personsByEdge.get(edge).size()).sum());
    level.put(
        "ended",
        all.stream()
            .filter(edge -> edge.source == null || edge.target == null)
            .mapToInt(edge -> personsByEdge.get(edge).size())
            .sum());
  }

  private boolean isAnchor(WorldEvent event) {
    return query.anchor().isPresent() && FilterOracle.matches(world, query.anchor().get(), event);
  }

  private static String page(WorldEvent event) {
    return EventNames.PAGE_VIEW.equals(event.name()) ? event.columns().get("page") : null;
  }

  private List<Stop> stops(List<WorldEvent> session) {
    List<WorldEvent> events =
        session.stream()
            .filter(event -> FilterOracle.matches(world, query.filter(), event))
            .filter(event -> !query.pages() || page(event) != null || isAnchor(event))
            .sorted(
                comparing(WorldEvent::time)
                    .thenComparingInt(event -> event.sequence() == null ? -1 : event.sequence())
                    .thenComparing(this::node, TrendsOracle::compareUtf8)
                    .thenComparing(this::isAnchor))
            .toList();
    List<Stop> stops = new ArrayList<>();
    for (WorldEvent event : events) {
      Stop stop = new Stop(node(event), isAnchor(event));
      if (query.collapseRepeats() && !stops.isEmpty() && stops.getLast().node.equals(stop.node)) {
        Stop before = stops.removeLast();
        stops.add(new Stop(stop.node, before.anchor || stop.anchor));
      } else {
        stops.add(stop);
      }
    }
    return stops;
  }

  private String node(WorldEvent event) {
    return query.pages() && page(event) != null ? page(event) : event.name();
  }

  private List<Edge> edges(List<Stop> stops) {
    int first = 0;
    if (query.anchor().isPresent()) {
      while (first < stops.size() && !stops.get(first).anchor) {
        first++;
      }
    }
    if (first == stops.size()) {
      return List.of();
    }
    List<String> way = new ArrayList<>();
    if (query.start() == PathStart.BEFORE) {
      stops.subList(0, first + 1).forEach(stop -> way.add(stop.node));
      Collections.reverse(way);
    } else {
      stops.subList(first, stops.size()).forEach(stop -> way.add(stop.node));
    }
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < way.size() && i < query.depth(); i++) {
      String next = i + 1 < way.size() ? way.get(i + 1) : null;
      edges.add(
          query.start() == PathStart.BEFORE
              ? new Edge(i + 1, next, way.get(i))
              : new Edge(i + 1, way.get(i), next));
    }
    return edges;
  }
}
