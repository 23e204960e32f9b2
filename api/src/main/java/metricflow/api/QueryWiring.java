package metricflow.api;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.time.Duration;
import metricflow.api.live.LiveReader;
import metricflow.api.live.LiveRoutes;
import metricflow.api.live.LiveSnapshots;
import metricflow.api.metadata.SavedFunnels;
import metricflow.api.query.LakeNames;
import metricflow.api.query.QueryDesk;
import metricflow.api.query.QueryRoutes;
import metricflow.api.trino.QueryLimits;
import metricflow.api.trino.TrinoEngine;
import metricflow.api.web.ReadAccess;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.live.LiveDimensions;
import redis.clients.jedis.UnifiedJedis;

/** The reading side, put together: live counters from Redis, queries over Trino. */
final class QueryWiring implements AutoCloseable {
  private final TrinoEngine engine;
  private final LiveRoutes live;
  private final QueryRoutes queries;

  QueryWiring(
      Config config, UnifiedJedis redis, SavedFunnels funnels, ReadAccess readers, Clock clock) {
    QueryLimits limits = QueryLimits.of(config);
    LakeNames names = new LakeNames(config.text(ConfigKey.METRICFLOW_TRINO_CATALOG));
    LiveReader reader = new LiveReader(redis, names, LiveDimensions.of(config), clock);
    this.engine = new TrinoEngine(config.text(ConfigKey.METRICFLOW_TRINO), limits);
    this.live =
        new LiveRoutes(
            readers, new LiveSnapshots(projectId -> reader.read(projectId, funnels.of(projectId))));
    // A caller may wait as long for a turn as for the statement itself.
    Duration patience = limits.time().multipliedBy(2);
    this.queries = new QueryRoutes(readers, new QueryDesk(engine, names, reader, clock, patience));
  }

  void register(JavalinDefaultRoutingApi routes) {
    live.register(routes);
    queries.register(routes);
  }

  @Override
  public void close() {
    engine.close();
  }
}
