package metricflow.streaming.sink;

import static java.util.Comparator.comparing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import metricflow.identity.IdentityEdge;
import metricflow.live.LiveKeys;
import redis.clients.jedis.UnifiedJedis;

/**
 * The ids of some persons of one project and day, as Redis ties them and as new statements do.
 *
 * <p>Each id has at most one statement that decides whom it belongs to, the earliest ({@link
 * metricflow.identity.IdentityResolver}). Whoever is connected by such statements is one person: a
 * connected part of such a graph has exactly one id, or one circle of ids, where all paths end.
 */
final class PersonGraph {
  private final Map<String, IdentityNode> nodes = new HashMap<>();
  private final Map<String, Set<String>> before = new HashMap<>();
  private final Map<String, Set<String>> after = new HashMap<>();
  private final Map<String, IdentityNode> changed = new TreeMap<>();
  private final Set<String> moved = new LinkedHashSet<>();
  private long stored;

  private PersonGraph() {}

  /**
   * Reads the persons of {@code ids} and of the ids that {@code statements} tie, then takes the
   * statements in.
   *
   * @param key Redis hash of the day's identity
   */
  static PersonGraph read(
      UnifiedJedis redis, String key, Set<String> ids, Collection<IdentityEdge> statements) {
    PersonGraph graph = new PersonGraph();
    Set<String> wanted = new LinkedHashSet<>(ids);
    for (IdentityEdge edge : statements) {
      wanted.add(edge.from());
      wanted.add(edge.to());
    }
    graph.load(redis, key, wanted);
    wanted.forEach(id -> graph.person(id, graph.before));
    statements.stream()
        .sorted(comparing(IdentityEdge::time).thenComparing(IdentityEdge::from))
        .forEach(graph::state);
    graph.before.keySet().forEach(id -> graph.person(id, graph.after));
    return graph;
  }

  private void load(UnifiedJedis redis, String key, Set<String> wanted) {
    stored = redis.hlen(key);
    Set<String> frontier = wanted;
    while (stored > 0 && !frontier.isEmpty()) {
      List<String> asked = List.copyOf(frontier);
      List<byte[]> found =
          redis.hmget(
              ScriptCall.utf8(key), asked.stream().map(ScriptCall::utf8).toArray(byte[][]::new));
      frontier = new LinkedHashSet<>();
      for (int i = 0; i < asked.size(); i++) {
        String id = asked.get(i);
        byte[] bytes = found.get(i);
        IdentityNode node =
            bytes == null ? IdentityNode.empty() : IdentityNode.fromBytes(id, bytes);
        nodes.put(id, node);
        frontier.addAll(node.neighbours());
      }
      frontier.removeAll(nodes.keySet());
    }
  }

  private IdentityNode node(String id) {
    return nodes.getOrDefault(id, IdentityNode.empty());
  }

  private void state(IdentityEdge edge) {
    IdentityNode from = node(edge.from());
    IdentityEdge known = from.first();
    if (known != null && IdentityEdge.earlier(known, edge).equals(known)) {
      return;
    }
    long added = (from.isEmpty() ? 1 : 0) + (node(edge.to()).isEmpty() ? 1 : 0);
    if (stored + added > LiveKeys.MAX_IDENTITY_IDS) {
      return;
    }
    tie(edge, known);
    if (reachableFrom(edge.from()).size() > LiveKeys.MAX_PERSON_IDS) {
      untie(edge, known);
      return;
    }
    stored += added;
    touch(edge.from());
    touch(edge.to());
    if (known != null) {
      touch(known.to());
    }
  }

  private void tie(IdentityEdge edge, IdentityEdge instead) {
    if (instead != null) {
      nodes.put(instead.to(), node(instead.to()).without(edge.from()));
    }
    nodes.put(edge.from(), node(edge.from()).belongingBy(edge));
    nodes.put(edge.to(), node(edge.to()).claiming(edge.from()));
  }

  private void untie(IdentityEdge edge, IdentityEdge before) {
    nodes.put(edge.to(), node(edge.to()).without(edge.from()));
    nodes.put(edge.from(), node(edge.from()).belongingBy(before));
    if (before != null) {
      nodes.put(before.to(), node(before.to()).claiming(edge.from()));
    }
  }

  private void touch(String id) {
    moved.add(id);
    changed.put(id, node(id));
  }

  /** Notes in {@code persons} all ids of the person of {@code id}. */
  private void person(String id, Map<String, Set<String>> persons) {
    if (!persons.containsKey(id)) {
      Set<String> ids = reachableFrom(id);
      ids.forEach(one -> persons.put(one, ids));
    }
  }

  private Set<String> reachableFrom(String id) {
    IdentityNode start = node(id);
    if (start.isEmpty()) {
      return Set.of(id);
    }
    Set<String> reached = new HashSet<>(Set.of(id));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (String next : node(open.pop()).neighbours()) {
        if (reached.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }

  /** Whether a statement changed who is whom. */
  boolean isChanged() {
    return !moved.isEmpty();
  }

  /** The ids whose entries are new or other than in Redis; an empty one is to be removed. */
  Map<String, IdentityNode> changed() {
    return changed;
  }

  /**
   * The persons, as sets of ids, that {@code ids} or an id whose ties changed belong to.
   *
   * @param before before the statements
   * @param after after them, of the same ids in all
   */
  record Persons(Set<Set<String>> before, Set<Set<String>> after) {
    Set<String> ids() {
      Set<String> all = new LinkedHashSet<>();
      before.forEach(all::addAll);
      return all;
    }
  }

  Persons of(Collection<String> ids) {
    Set<Set<String>> old = new LinkedHashSet<>();
    ids.forEach(id -> old.add(before.get(id)));
    moved.forEach(id -> old.add(before.get(id)));
    Set<Set<String>> now = new LinkedHashSet<>();
    old.forEach(person -> person.forEach(id -> now.add(after.get(id))));
    return new Persons(old, now);
  }
}
