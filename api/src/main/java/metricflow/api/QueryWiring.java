package metricflow.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import metricflow.api.export.ExportRoutes;
import metricflow.api.lake.LocalLake;
import metricflow.api.live.LiveReader;
import metricflow.api.live.LiveRoutes;
import metricflow.api.live.LiveSnapshots;
import metricflow.api.metadata.SavedFunnels;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.LakeNames;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryDesk;
import metricflow.api.query.QueryExport;
import metricflow.api.query.QueryMetrics;
import metricflow.api.query.QueryRoutes;
import metricflow.api.query.promotion.PropertyUseCounter;
import metricflow.api.saved.QuestionAnswerer;
import metricflow.api.schema.SeenSchema;
import metricflow.api.trace.Tracing;
import metricflow.api.trino.QueryLimits;
import metricflow.api.trino.ScanBudget;
import metricflow.api.trino.TrinoEngine;
import metricflow.api.web.ClientWatch;
import metricflow.api.web.ReadAccess;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import redis.clients.jedis.UnifiedJedis;

/** The reading side, put together: live counters from Redis, queries over Trino. */
final class QueryWiring implements AutoCloseable {
  private final TrinoEngine engine;
  private final SeenSchema schema;
  private final LiveRoutes live;
  private final QueryRoutes queries;
  private final TrinoEngine exportEngine;
  private final ExportRoutes exports;
  private final ClientWatch clients;

  QueryWiring(
      Config config,
      UnifiedJedis redis,
      SavedFunnels funnels,
      IntFunction<ProjectContext> projects,
      ReadAccess readers,
      PropertyUseCounter uses,
      Clock clock,
      MeterRegistry registry,
      Tracing tracing) {
    QueryLimits limits = QueryLimits.of(config);
    LakeNames names = new LakeNames(config.text(ConfigKey.METRICFLOW_TRINO_CATALOG));
    LiveReader reader = new LiveReader(redis, names, LiveDimensions.of(config), clock);
    ScanBudget budget =
        new ScanBudget(
            config.number(ConfigKey.METRICFLOW_PROJECT_SCAN_MB_PER_MINUTE) * 1_048_576L,
            System::nanoTime,
            registry);
    this.engine = new TrinoEngine(config.text(ConfigKey.METRICFLOW_TRINO), limits, budget, tracing);
    registry.gauge("metricflow.queries.running", engine, TrinoEngine::running);
    registry.gauge("metricflow.queries.waiting", engine, TrinoEngine::waiting);
    this.schema = new SeenSchema(engine, names, clock);
    this.live =
        new LiveRoutes(
            readers,
            new LiveSnapshots(projectId -> {
              List<FunnelDefinition> saved = funnels.of(projectId);
              return tracing.call(
                  "redis live counters", "redis", () -> reader.read(projectId, saved));
            }));
    // A caller may wait as long for a turn as for the statement itself.
    Duration patience = limits.time().multipliedBy(2);
    QueryDesk desk =
        new QueryDesk(
            engine,
            names,
            () -> tracing.call("redis freshness", "redis", reader::asOf),
            clock,
            patience,
            LocalLake.at(config.text(ConfigKey.METRICFLOW_LAKE)),
            config.number(ConfigKey.METRICFLOW_ANSWERS_KEPT_MB) * 1_048_576L,
            new QueryMetrics(registry),
            (projectId, question) -> uses.count(projectId, question.propertyUses()));
    this.clients = new ClientWatch();
    this.queries = new QueryRoutes(readers, desk, clients, projects);
    // Exports take minutes: in turns of their own, so that nobody waits behind them.
    this.exportEngine =
        new TrinoEngine(
            config.text(ConfigKey.METRICFLOW_TRINO),
            QueryLimits.ofExports(config),
            budget,
            tracing);
    this.exports =
        new ExportRoutes(
            readers,
            new QueryExport(
                desk,
                engine,
                exportEngine::stream,
                names,
                config.number(ConfigKey.METRICFLOW_EXPORT_MAX_ROWS)),
            clients,
            projects);
  }

  List<ApiRoutes> routes() {
    return List.of(live, queries, exports);
  }

  /** What the lake has seen of projects. */
  SeenSchema schema() {
    return schema;
  }

  /** Answers questions that are saved. */
  QuestionAnswerer answerer() {
    return queries::answer;
  }

  /** Exports the answers to questions that are saved. */
  QuestionAnswerer exporter() {
    return exports::export;
  }

  @Override
  public void close() {
    clients.close();
    exportEngine.close();
    engine.close();
  }
}
