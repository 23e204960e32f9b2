package metricflow.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.FeedEntry;
import metricflow.live.LiveKeys;
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
    return apply(queryId, batchId, new LiveKeys(project), fold, funnels, now);
  }

  /** The same under other keys: what a rebuild does before it puts them in the place of the old. */
  public boolean apply(
      String queryId,
      long batchId,
      LiveKeys keys,
      ProjectFold fold,
      List<FunnelDefinition> funnels,
      long now) {
    if (isApplied(keys, queryId, batchId)) {
      return false;
    }
    ScriptCall call = new ScriptCall().key(keys.applied()).add(queryId).add(batchId);
    call.add(LiveKeys.APPLIED_TTL_SECONDS).add(LiveKeys.FEED_TTL_SECONDS);
    addFeed(call, keys, fold);
    addMinutes(call, keys, fold, now);
    new FunnelDays(redis, keys, fold, funnels, now).addTo(call);
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
