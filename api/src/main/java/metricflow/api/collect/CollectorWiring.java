package metricflow.api.collect;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import metricflow.api.metadata.Projects;
import metricflow.api.rate.RateLimit;
import metricflow.api.rate.TokenBucket;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.event.BatchParser;
import metricflow.event.EventLimits;

/** Puts the collector together. */
public final class CollectorWiring {
  private static final long MAX_BYTES_IN_FLIGHT = 256L << 20;
  private static final int HEAP_SHARE = 4;
  private static final int STRANGERS_KEPT_PER_SECOND = 100;

  private CollectorWiring() {}

  /** The collector's routes over {@code bus}. */
  public static CollectRoutes routes(
      Config config, Projects projects, EventBus bus, MeterRegistry registry, Clock clock) {
    return routes(config, projects, bus, registry, clock, bytesInFlight());
  }

  static CollectRoutes routes(
      Config config,
      Projects projects,
      EventBus bus,
      MeterRegistry registry,
      Clock clock,
      long bytesInFlight) {
    CollectorMetrics metrics = new CollectorMetrics(registry);
    TokenBucket strangers = new TokenBucket(STRANGERS_KEPT_PER_SECOND, System::nanoTime);
    UserAgents userAgents = new UserAgents();
    Thread.ofPlatform().daemon().name("user-agents").start(userAgents::warmUp);
    Collector collector =
        new Collector(
            new BodyReader(config.number(ConfigKey.METRICFLOW_MAX_BODY_BYTES)),
            new BatchParser(EventLimits.of(config)),
            admission(config, projects),
            new Enricher(userAgents, countries(config)),
            bus,
            new Rejects(bus, strangers, metrics),
            new ByteBudget(bytesInFlight),
            metrics);
    ClientAddress addresses =
        new ClientAddress(config.number(ConfigKey.METRICFLOW_TRUSTED_PROXIES));
    return new CollectRoutes(collector, addresses, clock);
  }

  private static Admission admission(Config config, Projects projects) {
    return new Admission(
        projects,
        new RateLimit<>(
            config.number(ConfigKey.METRICFLOW_MAX_EVENTS_PER_SECOND), System::nanoTime),
        new RateLimit<>(
            config.number(ConfigKey.METRICFLOW_MAX_STRANGERS_PER_SECOND), System::nanoTime));
  }

  private static Countries countries(Config config) {
    String file = config.text(ConfigKey.METRICFLOW_GEOIP_DATABASE);
    return file.isEmpty() ? Countries.unknown() : Countries.in(Path.of(file), System::nanoTime);
  }

  /** Events read from a body take several times its size, so a small heap admits less. */
  private static long bytesInFlight() {
    return Math.min(MAX_BYTES_IN_FLIGHT, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }
}
