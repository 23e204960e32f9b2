package metricflow.streaming.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.live.LiveKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** The saved funnels of all projects, as the API published them. */
public final class FunnelDefinitions {
  private static final Logger LOG = LoggerFactory.getLogger(FunnelDefinitions.class);

  private final UnifiedJedis redis;
  private Map<String, String> published = Map.of();
  private Map<Integer, List<FunnelDefinition>> decoded = Map.of();

  /** The funnels that {@code redis} holds. */
  public FunnelDefinitions(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * Reads what is published now; definitions that cannot be read are left out and named. Where
   * Redis has lost them, the last ones read hold until the API publishes again.
   */
  public synchronized Map<Integer, List<FunnelDefinition>> read() {
    Map<String, String> now = redis.hgetAll(LiveKeys.FUNNELS);
    if (!now.isEmpty() && !now.equals(published)) {
      Map<Integer, List<FunnelDefinition>> all = new HashMap<>();
      now.forEach((project, json) -> {
        try {
          if (!project.equals(LiveKeys.PUBLISHED)) {
            all.put(Integer.valueOf(project), FunnelDefinitionsJson.decode(json));
          }
        } catch (IllegalArgumentException unreadable) {
          LOG.warn("saved funnels of project {} cannot be read", project, unreadable);
        }
      });
      published = now;
      decoded = Map.copyOf(all);
    }
    return decoded;
  }

  /** Whether they were published since this process started: else there may be some. */
  synchronized boolean areKnown() {
    return !published.isEmpty();
  }
}
