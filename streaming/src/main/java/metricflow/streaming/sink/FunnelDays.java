package metricflow.streaming.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.StepTimeline;
import metricflow.identity.IdentityEdge;
import metricflow.live.LiveKeys;
import metricflow.streaming.step.FunnelFold;
import metricflow.streaming.step.ProjectFold;
import redis.clients.jedis.UnifiedJedis;

/** What a micro-batch changes in the live funnels of one project, and in who is one person. */
final class FunnelDays {
  private final UnifiedJedis redis;
  private final LiveKeys keys;
  private final ProjectFold fold;
  private final List<FunnelDefinition> funnels;
  private final Map<ProjectFold.FunnelDay, FunnelChange> changes = new LinkedHashMap<>();
  private final Map<Long, Map<String, IdentityNode>> identity = new LinkedHashMap<>();

  /** Computes the changes from what Redis holds; nobody else may write there meanwhile. */
  FunnelDays(
      UnifiedJedis redis,
      LiveKeys keys,
      ProjectFold fold,
      List<FunnelDefinition> funnels,
      long now) {
    this.redis = redis;
    this.keys = keys;
    this.fold = fold;
    this.funnels = funnels;
    long oldestKept = Math.floorDiv(now, 86_400_000L) - LiveKeys.FUNNEL_DAYS_KEPT + 1;
    Set<Long> days = new TreeSet<>(fold.identity().keySet());
    fold.funnels().keySet().forEach(day -> days.add(day.epochDay()));
    days.stream().filter(day -> day >= oldestKept).forEach(this::add);
  }

  private void add(long epochDay) {
    Map<String, IdentityEdge> statements = fold.identity().getOrDefault(epochDay, Map.of());
    Set<String> active = new LinkedHashSet<>();
    for (FunnelDefinition funnel : funnels) {
      active.addAll(added(funnel, epochDay).keySet());
    }
    PersonGraph graph =
        PersonGraph.read(redis, keys.identity(epochDay), active, statements.values());
    if (graph.isChanged()) {
      identity.put(epochDay, graph.changed());
    }
    long room = LiveKeys.MAX_FUNNEL_IDS - followed(epochDay);
    for (FunnelDefinition funnel : funnels) {
      Map<String, StepTimeline> added = added(funnel, epochDay);
      if (added.isEmpty() && !graph.isChanged()) {
        continue;
      }
      PersonGraph.Persons persons = graph.of(added.keySet());
      Map<String, byte[]> known =
          known(keys.funnelPersons(funnel.funnelId(), epochDay), persons.ids());
      FunnelChange change = FunnelChange.of(funnel, persons, known, added, room);
      room -= change.timelines().keySet().stream().filter(id -> !known.containsKey(id)).count();
      changes.put(new ProjectFold.FunnelDay(funnel.funnelId(), epochDay), change);
    }
  }

  private Map<String, StepTimeline> added(FunnelDefinition funnel, long epochDay) {
    FunnelFold one = fold.funnels().get(new ProjectFold.FunnelDay(funnel.funnelId(), epochDay));
    return one == null ? Map.of() : one.timelines();
  }

  private long followed(long epochDay) {
    return funnels.stream()
        .mapToLong(funnel -> redis.hlen(keys.funnelPersons(funnel.funnelId(), epochDay)))
        .sum();
  }

  private Map<String, byte[]> known(String key, Set<String> ids) {
    List<String> asked = new ArrayList<>(ids);
    List<byte[]> found =
        redis.hmget(
            ScriptCall.utf8(key), asked.stream().map(ScriptCall::utf8).toArray(byte[][]::new));
    Map<String, byte[]> known = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (found.get(i) != null) {
        known.put(asked.get(i), found.get(i));
      }
    }
    return known;
  }

  /** Adds the changes to a call of the script. */
  void addTo(ScriptCall call) {
    call.add(LiveKeys.FUNNEL_TTL_SECONDS).add(changes.size());
    changes.forEach((day, change) -> {
      call.key(keys.funnelPersons(day.funnelId(), day.epochDay()));
      call.key(keys.funnelSteps(day.funnelId(), day.epochDay()));
      call.add(change.timelines().size());
      change.timelines().forEach((id, bytes) -> call.add(id).add(bytes));
      call.add(change.reached().size());
      change.reached().forEach((steps, persons) -> call.add(steps).add(persons));
    });
    call.add(identity.size());
    identity.forEach((epochDay, nodes) -> {
      call.key(keys.identity(epochDay)).add(nodes.size());
      nodes.forEach((id, node) -> call.add(id).add(node.isEmpty() ? new byte[0] : node.toBytes()));
    });
  }
}
