package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.LiveTotals;
import metricflow.tests.instance.Project;

/**
 * Offers a running instance events at several rates and tells how fresh they were in Redis and in
 * the lake, what CPU each component took, and whether any was lost or doubled.
 */
public final class IngestBench {
  private static final int TEMPLATES = 400;
  private static final int CONNECTIONS = 48;
  private static final long CATCH_UP_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Map<String, String> environment;
  private final Options options;
  private final Instance instance = Instance.fromEnvironment();
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private record Options(
      List<Integer> rates, int seconds, int batchSize, boolean gzip, String jsonFile) {
    static Options of(String[] arguments) {
      Map<String, String> given = new LinkedHashMap<>();
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        given.put(arguments[i], arguments[i + 1]);
      }
      return new Options(
          Stream.of(given.getOrDefault("--rates", "10000,25000,50000").split(",", -1))
              .map(Integer::valueOf)
              .toList(),
          Integer.parseInt(given.getOrDefault("--seconds", "30")),
          Integer.parseInt(given.getOrDefault("--batch", "20")),
          Boolean.parseBoolean(given.getOrDefault("--gzip", "false")),
          given.get("--json"));
    }
  }

  private record Counted(long rows, long distinct) {}

  private IngestBench(Map<String, String> environment, Options options) {
    this.environment = environment;
    this.options = options;
  }

  /**
   * {@code --rates N,N,..} events a second, {@code --seconds N} each, {@code --batch N} events,
   * {@code --gzip true|false}, {@code --json FILE}.
   */
  public static void main(String[] arguments) throws Exception {
    new IngestBench(System.getenv(), Options.of(arguments)).run();
  }

  private void run() throws Exception {
    List<BatchTemplate> templates = BatchTemplate.simulated(TEMPLATES, options.batchSize());
    double bytes =
        templates.stream().mapToInt(BatchTemplate::bytes).average().orElseThrow()
            / options.batchSize();
    System.out.printf(
        "%d s a rate, batches of %d events, %s, %.0f bytes of JSON an event, %d cores for all%n%n",
        options.seconds(),
        options.batchSize(),
        options.gzip() ? "gzip" : "plain",
        bytes,
        Runtime.getRuntime().availableProcessors());
    figures.put("batch_events", options.batchSize());
    figures.put("event_json_bytes", bytes);
    System.out.println("warming up");
    measure(Math.min(5_000, options.rates().getFirst()), 20, templates, false);
    System.out.printf(
        "%9s %9s %8s  %-23s %-23s %s%n",
        "offered", "achieved", "retries", "in Redis p50/95/99 ms", "in Delta p50/95/99 ms", "");
    for (int rate : options.rates()) {
      measure(rate, options.seconds(), templates, true);
    }
    if (options.jsonFile() != null) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(Path.of(options.jsonFile()).toFile(), figures);
    }
  }

  private void measure(int rate, int seconds, List<BatchTemplate> templates, boolean shown)
      throws Exception {
    Project project = Project.create(instance, "ingest at " + rate);
    int run = (int) (System.currentTimeMillis() / 1000);
    LoadGenerator.Load load =
        new LoadGenerator.Load(
            run, rate, options.batchSize(), seconds, CONNECTIONS, options.gzip());
    LoadGenerator generator =
        new LoadGenerator(instance.api(), project.writeKey(), templates, load);
    ComponentCpu cpu =
        new ComponentCpu(Path.of(environment.get("METRICFLOW_LOGS")).resolveSibling("pids"));
    Path events = Path.of(environment.get("METRICFLOW_LAKE"), "events");
    Map<String, Double> before = cpu.seconds();
    DeltaLogRows delta = new DeltaLogRows(events);
    long start = System.nanoTime();
    Freshness inRedis = new Freshness(load, start);
    Freshness inDelta = new Freshness(load, start);
    long sent;
    CompletableFuture<Long> sending =
        CompletableFuture.supplyAsync(() -> {
          try {
            generator.run(start);
            return System.nanoTime() - start;
          } catch (Exception failed) {
            throw new IllegalStateException("the load generator failed", failed);
          }
        });
    try (LiveTotals live = new LiveTotals(instance, project)) {
      long firstMinute = System.currentTimeMillis() / 60_000;
      long giveUp = start + TimeUnit.SECONDS.toNanos(seconds) + CATCH_UP_NANOS;
      while ((!sending.isDone()
              || inRedis.seen() < generator.acknowledged()
              || inDelta.seen() < generator.acknowledged())
          && System.nanoTime() < giveUp) {
        inRedis.observe(live.events(firstMinute, System.currentTimeMillis() / 60_000));
        inDelta.observe(delta.read());
        Progress.show("%,9d %,9d sent", rate, generator.acknowledged());
        TimeUnit.MILLISECONDS.sleep(20);
      }
      sent = sending.get();
    }
    double wall = (System.nanoTime() - start) / 1e9;
    if (!shown) {
      return;
    }
    Map<String, Double> used = cpu.seconds();
    used.replaceAll((component, total) -> (total - before.get(component)) / wall);
    Counted lake = inLake(project);
    long acknowledged = generator.acknowledged();
    double achieved = acknowledged * 1e9 / Math.max(sent, TimeUnit.SECONDS.toNanos(seconds));
    Progress.done();
    System.out.printf(
        "%,9d %,9.0f %,8d  %-23s %-23s lost %d, doubled in lake %d, in Redis %d%n",
        rate,
        achieved,
        generator.retries(),
        percentiles(inRedis),
        percentiles(inDelta),
        acknowledged - lake.distinct(),
        lake.rows() - lake.distinct(),
        inRedis.seen() - acknowledged);
    StringBuilder cores = new StringBuilder();
    used.forEach((component, share) -> cores.append(" %s %.2f".formatted(component, share)));
    System.out.printf("          cores used:%s%n", cores);
    record(rate, achieved, inRedis, inDelta, used, acknowledged, lake);
  }

  private void record(
      int rate,
      double achieved,
      Freshness inRedis,
      Freshness inDelta,
      Map<String, Double> used,
      long acknowledged,
      Counted lake) {
    String prefix = "offered_%d.".formatted(rate);
    figures.put(prefix + "achieved_events_per_second", achieved);
    figures.put(prefix + "redis_freshness_p50_ms", inRedis.percentile(0.5));
    figures.put(prefix + "redis_freshness_p99_ms", inRedis.percentile(0.99));
    figures.put(prefix + "delta_freshness_p50_ms", inDelta.percentile(0.5));
    figures.put(prefix + "delta_freshness_p99_ms", inDelta.percentile(0.99));
    used.forEach((component, share) -> figures.put(prefix + component + "_cores", share));
    figures.put(prefix + "lost_events", acknowledged - lake.distinct());
    figures.put(prefix + "doubled_events", lake.rows() - lake.distinct());
    figures.put(prefix + "redis_surplus_events", inRedis.seen() - acknowledged);
  }

  private static String percentiles(Freshness freshness) {
    return "%,d / %,d / %,d"
        .formatted(
            freshness.percentile(0.5), freshness.percentile(0.95), freshness.percentile(0.99));
  }

  private Counted inLake(Project project) throws SQLException {
    try (LakeSql lake = new LakeSql(instance)) {
      List<Object> counts =
          lake.rows(
                  "SELECT count(*), count(DISTINCT event_id) FROM lake.tables.events"
                      + " WHERE project_id = ?",
                  project.id())
              .getFirst();
      return new Counted((long) counts.get(0), (long) counts.get(1));
    }
  }
}
