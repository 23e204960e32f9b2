package metricflow.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.FeedEntry;
import metricflow.live.LiveKeys;
import metricflow.streaming.step.FunnelFold;
import metricflow.streaming.step.ProjectFold;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Applies folds to Redis. Each project's changes and the marker of its last micro-batch are one
 * script call, so a repeated micro-batch changes nothing.
 */
public final class RedisSink {
  private final UnifiedJedis redis;
  private final byte[] script;
  private byte[] scriptSha;

  /** A sink that writes through {@code redis}. */
  public RedisSink(UnifiedJedis redis) {
    this.redis = redis;
    this.script = readScript();
  }

  /**
   * Applies one project's part of a micro-batch, once.
   *
   * @param queryId identity of the streaming query's checkpoint
   * @param batchId number of the micro-batch
   * @param now processing time, epoch milliseconds: minutes that have expired by then are left out
   * @return false when it had been applied before
   */
  public boolean apply(
      String queryId,
      long batchId,
      int project,
      ProjectFold fold,
      List<FunnelDefinition> funnels,
      long now) {
    LiveKeys keys = new LiveKeys(project);
    if (isApplied(keys, queryId, batchId)) {
      return false;
    }
    ScriptCall call = new ScriptCall().key(keys.applied()).add(queryId).add(batchId);
    addFeed(call, keys, fold);
    addMinutes(call, keys, fold, now);
    addFunnels(call, keys, fold, funnels, now);
    return run(call) == 1L;
  }

  private boolean isApplied(LiveKeys keys, String queryId, long batchId) {
    List<String> applied = redis.hmget(keys.applied(), LiveKeys.QUERY_ID, LiveKeys.BATCH_ID);
    return queryId.equals(applied.getFirst()) && Long.parseLong(applied.getLast()) >= batchId;
  }

  private static void addFeed(ScriptCall call, LiveKeys keys, ProjectFold fold) {
    call.key(keys.feed()).add(LiveKeys.FEED_LENGTH);
    Collection<Event> latest = fold.latest();
    call.add(latest.size());
    latest.forEach(event -> call.add(FeedEntry.toJson(event)));
  }

  private static void addMinutes(ScriptCall call, LiveKeys keys, ProjectFold fold, long now) {
    List<Long> minutes =
        fold.minutes().stream().filter(m -> LiveKeys.isLive(m, now)).sorted().toList();
    call.add(LiveKeys.MINUTE_TTL_SECONDS).add(LiveKeys.MAX_MINUTE_FIELDS).add(minutes.size());
    for (long minute : minutes) {
      call.key(keys.minute(minute)).key(keys.visitors(minute));
      Map<String, long[]> counts = fold.counts(minute);
      call.add(counts.size());
      counts.forEach(
          (field, events) -> call.add(field).add(LiveKeys.otherField(field)).add(events[0]));
      Set<String> visitors = fold.visitors(minute);
      call.add(visitors.size());
      visitors.forEach(call::add);
    }
  }

  private void addFunnels(
      ScriptCall call,
      LiveKeys keys,
      ProjectFold fold,
      List<FunnelDefinition> definitions,
      long now) {
    long oldestDay = Math.floorDiv(now, 86_400_000L) - LiveKeys.FUNNEL_TTL_SECONDS / 86_400;
    Map<ProjectFold.FunnelDay, FunnelChange> changes = new LinkedHashMap<>();
    fold.funnels()
        .forEach((day, funnelFold) -> {
          if (day.epochDay() > oldestDay) {
            definitions.stream()
                .filter(funnel -> funnel.funnelId().equals(day.funnelId()))
                .forEach(funnel -> changes.put(day, change(keys, day, funnel, funnelFold)));
          }
        });
    call.add(LiveKeys.FUNNEL_TTL_SECONDS).add(changes.size());
    changes.forEach((day, change) -> {
      call.key(keys.funnelPersons(day.funnelId(), day.epochDay()));
      call.key(keys.funnelSteps(day.funnelId(), day.epochDay()));
      call.add(change.persons().size());
      change.persons().forEach((visitor, bytes) -> call.add(visitor).add(bytes));
      call.add(change.reached().size());
      change.reached().forEach((steps, persons) -> call.add(steps).add(persons));
    });
  }

  private FunnelChange change(
      LiveKeys keys, ProjectFold.FunnelDay day, FunnelDefinition funnel, FunnelFold fold) {
    String personsKey = keys.funnelPersons(day.funnelId(), day.epochDay());
    FunnelChange change =
        new FunnelChange(funnel, redis.hlen(personsKey), new TreeMap<>(), new TreeMap<>());
    List<String> visitors = List.copyOf(fold.timelines().keySet());
    byte[][] fields = visitors.stream().map(ScriptCall::utf8).toArray(byte[][]::new);
    List<byte[]> known = redis.hmget(ScriptCall.utf8(personsKey), fields);
    for (int i = 0; i < visitors.size(); i++) {
      change.add(visitors.get(i), known.get(i), fold.timelines().get(visitors.get(i)));
    }
    return change;
  }

  private long run(ScriptCall call) {
    if (scriptSha != null) {
      try {
        return (Long) redis.evalsha(scriptSha, call.keys(), call.arguments());
      } catch (JedisNoScriptException restarted) {
        scriptSha = null;
      }
    }
    scriptSha = ScriptCall.utf8(redis.scriptLoad(new String(script, StandardCharsets.UTF_8)));
    return (Long) redis.evalsha(scriptSha, call.keys(), call.arguments());
  }

  private static byte[] readScript() {
    try (InputStream in = RedisSink.class.getResourceAsStream("apply.lua")) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
