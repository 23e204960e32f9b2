package metricflow.api;

import io.javalin.Javalin;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import metricflow.api.bus.KafkaEventBus;
import metricflow.api.bus.KafkaProbe;
import metricflow.api.bus.TracedBus;
import metricflow.api.collect.CollectorWiring;
import metricflow.api.collect.EventBus;
import metricflow.api.live.LiveRedis;
import metricflow.api.metadata.AuditLog;
import metricflow.api.metadata.CachedProjects;
import metricflow.api.metadata.FunnelPublisher;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.JdbcPropertyUse;
import metricflow.api.metadata.JdbcSavedCohorts;
import metricflow.api.metadata.JdbcSavedFunnels;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.metadata.SavedFunnels;
import metricflow.api.metadata.Settings;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.openapi.DocumentRoutes;
import metricflow.api.project.CohortRoutes;
import metricflow.api.project.ProjectRoutes;
import metricflow.api.project.StoredContext;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.promotion.PropertyUseCounter;
import metricflow.api.query.promotion.PropertyUseRoutes;
import metricflow.api.trace.Tracing;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.Health;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.StaticPages;
import metricflow.api.web.WebDefaults;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** A running API: its parts, wired by hand. Closing it stops them in the reverse order. */
final class Api implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Javalin server;
  private final Health health;
  private final List<ApiRoutes> routes;

  private Api(Config config, Set<Role> roles) {
    Shared shared = share(config);
    List<Health.Dependency> dependencies = new ArrayList<>();
    List<ApiRoutes> groups = new ArrayList<>();
    if (roles.contains(Role.COLLECTOR)) {
      groups.addAll(collector(config, shared, dependencies));
    }
    if (roles.contains(Role.QUERY)) {
      groups.addAll(query(config, shared, dependencies, !roles.contains(Role.COLLECTOR)));
    }
    dependencies.add(new Health.Dependency("metadata", true, shared.store()::isReachable));
    this.health = opened(new Health(dependencies));
    groups.add(new CommonRoutes(health, shared.registry()));
    groups.add(new DocumentRoutes(groups));
    this.routes = List.copyOf(groups);
    this.server =
        Javalin.create(javalin -> {
          WebDefaults.apply(javalin, shared.registry(), shared.tracing());
          StaticPages.serve(javalin);
          routes.forEach(group -> group.register(javalin.routes));
        });
    parts.push(server::stop);
  }

  /** What both roles use. */
  private record Shared(
      Clock clock,
      MetadataStore store,
      Projects projects,
      PrometheusMeterRegistry registry,
      Tracing tracing) {}

  private Shared share(Config config) {
    Clock clock = Clock.systemUTC();
    Tracing tracing = opened(Tracing.of(config));
    MetadataStore store = opened(MetadataStore.open(config));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.push(registry::close);
    new JvmMemoryMetrics().bindTo(registry);
    return new Shared(
        clock, store, new CachedProjects(new JdbcProjects(store, clock), clock), registry, tracing);
  }

  private List<ApiRoutes> collector(
      Config config, Shared shared, List<Health.Dependency> dependencies) {
    KafkaProbe probe = opened(new KafkaProbe(config));
    KafkaEventBus bus = opened(new KafkaEventBus(config));
    dependencies.add(new Health.Dependency("bus", true, probe::isReachable));
    EventBus traced = shared.tracing().isOn() ? new TracedBus(bus, shared.tracing()) : bus;
    return List.of(
        CollectorWiring.routes(
            config, shared.projects(), traced, shared.registry(), shared.clock()));
  }

  /**
   * The reading side.
   *
   * @param redisRequired not where events are collected too: they need no Redis
   */
  private List<ApiRoutes> query(
      Config config, Shared shared, List<Health.Dependency> dependencies, boolean redisRequired) {
    UnifiedJedis redis =
        opened(
            LiveRedis.connect(
                config.host(ConfigKey.METRICFLOW_REDIS), config.port(ConfigKey.METRICFLOW_REDIS)));
    SavedFunnels funnels = new JdbcSavedFunnels(shared.store(), shared.clock());
    SavedCohorts cohorts = new JdbcSavedCohorts(shared.store(), shared.clock());
    Settings settings = new Settings(shared.store(), new AuditLog(shared.store(), shared.clock()));
    IntFunction<ProjectContext> contexts =
        projectId -> new StoredContext(cohorts, settings::timeZone, projectId, shared.clock());
    FunnelPublisher publisher = opened(new FunnelPublisher(funnels, redis));
    publisher.start();
    ReadAccess readers = new ReadAccess(shared.projects());
    AdminAccess admins = new AdminAccess(config.text(ConfigKey.METRICFLOW_ADMIN_KEY));
    PropertyUseCounter uses =
        opened(new PropertyUseCounter(new JdbcPropertyUse(shared.store()), shared.clock()));
    uses.start();
    QueryWiring queries =
        opened(
            new QueryWiring(
                config,
                redis,
                funnels,
                contexts,
                readers,
                uses,
                shared.clock(),
                shared.registry(),
                shared.tracing()));
    CohortRoutes cohortRoutes = new CohortRoutes(cohorts, readers);
    ProjectRoutes projects =
        new ProjectRoutes(shared.projects(), funnels, readers, admins, publisher::publishSoon);
    StoreWiring store =
        new StoreWiring(
            shared.store(),
            settings,
            readers,
            admins,
            queries.answerer(),
            queries.exporter(),
            queries.schema(),
            contexts,
            shared.clock());
    dependencies.add(
        new Health.Dependency("redis", redisRequired, () -> "PONG".equals(redis.ping())));
    dependencies.add(new Health.Dependency("trino", false, new TrinoProbe(config)));
    List<ApiRoutes> reading = new ArrayList<>(queries.routes());
    reading.add(projects);
    reading.add(cohortRoutes);
    reading.addAll(store.routes());
    reading.add(new PropertyUseRoutes(uses, admins));
    reading.add(new StartPage());
    return reading;
  }

  /** Starts the API; it accepts requests when this returns. */
  static Api start(Config config, Set<Role> roles) {
    Api api = new Api(config, roles);
    try {
      api.server.start(
          config.text(ConfigKey.METRICFLOW_API_HOST), config.number(ConfigKey.METRICFLOW_API_PORT));
    } catch (RuntimeException notStarted) {
      api.close();
      throw notStarted;
    }
    LOG.info("{} at http://{}:{}/", roles, config.text(ConfigKey.METRICFLOW_API_HOST), api.port());
    return api;
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** All groups of routes of this process. */
  List<ApiRoutes> routes() {
    return routes;
  }

  /** The port it listens on. */
  int port() {
    return server.port();
  }

  @Override
  public void close() {
    health.stopping();
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception failed) {
        // The others are to be closed all the same.
        LOG.warn("{} did not close", part, failed);
      }
    }
  }
}
