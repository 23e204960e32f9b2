package metricflow.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.LiveTotals;
import metricflow.tests.instance.Project;

/**
 * One load on a project of its own, watched in Redis and in the Delta log until all of it is there.
 */
final class IngestRun {
  private static final int POLL_MILLIS = 25;
  private static final int ID_SLICES = 8;
  private static final long CATCH_UP_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Instance instance;
  private final LoadProcess generator;
  private final ComponentUse use;
  private final DeltaLogRows delta;
  private final LoadGenerator.Load load;
  private Freshness inRedis;
  private Freshness inDelta;

  /** Called now and then while the load goes on. */
  interface Watcher {
    void look(IngestRun run) throws IOException;
  }

  /**
   * What came of a load.
   *
   * @param achieved acknowledged events a second
   * @param seconds from its start until it was all seen
   * @param cpuSeconds used in that time, by component
   * @param lost acknowledged events of which Trino has no row
   * @param doubledInLake rows whose event id has another row
   * @param doubledInRedis events counted beyond those acknowledged
   */
  record Result(
      LoadGenerator.Load load,
      double achieved,
      long acknowledged,
      long retries,
      Freshness.Percentiles inRedis,
      Freshness.Percentiles inDelta,
      double seconds,
      Map<String, Double> cpuSeconds,
      long lost,
      long doubledInLake,
      long doubledInRedis) {}

  IngestRun(
      Instance instance,
      LoadProcess generator,
      ComponentUse use,
      Path events,
      LoadGenerator.Load load)
      throws IOException {
    this.instance = instance;
    this.generator = generator;
    this.use = use;
    this.delta = new DeltaLogRows(events);
    this.load = load;
  }

  long acknowledged() {
    return generator.acknowledged();
  }

  Freshness inRedis() {
    return inRedis;
  }

  Freshness inDelta() {
    return inDelta;
  }

  /** Seconds since the load began. */
  double seconds() {
    return (System.nanoTime() - generator.startNanos()) / 1e9;
  }

  Result measure(Watcher watcher) throws IOException, InterruptedException, SQLException {
    Project project = Project.create(instance, "ingest at " + load.rate());
    Map<String, Double> before = use.cpuSeconds();
    try (LiveTotals live = new LiveTotals(instance, project)) {
      long firstMinute = System.currentTimeMillis() / 60_000;
      generator.start(load, project.writeKey());
      inRedis = new Freshness(load, generator.startNanos());
      inDelta = new Freshness(load, generator.startNanos());
      while (!isThrough()) {
        inRedis.observe(live.events(firstMinute, System.currentTimeMillis() / 60_000));
        inDelta.observe(delta.read());
        watcher.look(this);
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      double seconds = seconds();
      Map<String, Double> used = use.cpuSeconds();
      used.replaceAll((component, total) -> total - before.get(component));
      Rows lake = inLake(project);
      long redisTotal = live.events(firstMinute, System.currentTimeMillis() / 60_000);
      double sending = (generator.endNanos() - generator.startNanos()) / 1e9;
      return new Result(
          load,
          generator.acknowledged() / Math.max(sending, load.seconds()),
          generator.acknowledged(),
          generator.retries(),
          inRedis.percentiles(),
          inDelta.percentiles(),
          seconds,
          used,
          generator.acknowledged() - lake.distinct(),
          lake.all() - lake.distinct(),
          redisTotal - generator.acknowledged());
    }
  }

  private boolean isThrough() {
    return generator.isDone()
        && (System.nanoTime() - generator.endNanos() > CATCH_UP_NANOS
            || (inRedis.seen() >= generator.acknowledged()
                && inDelta.seen() >= generator.acknowledged()));
  }

  private record Rows(long all, long distinct) {}

  /** In slices by the last byte of the id: Trino's memory does not hold 60 million ids at once. */
  private Rows inLake(Project project) throws SQLException {
    try (LakeSql lake = new LakeSql(instance)) {
      long all = 0;
      long distinct = 0;
      for (int from = 0; from < 256; from += 256 / ID_SLICES) {
        List<Object> slice =
            lake.rows(
                    """
                    SELECT count(*), count(DISTINCT event_id) FROM lake.tables.events
                    WHERE project_id = ? AND substr(event_id, 16) BETWEEN X'%02X' AND X'%02X'\
                    """
                        .formatted(from, from + 256 / ID_SLICES - 1),
                    project.id())
                .getFirst();
        all += (long) slice.get(0);
        distinct += (long) slice.get(1);
      }
      return new Rows(all, distinct);
    }
  }
}
