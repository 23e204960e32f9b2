package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.tests.bench.IngestOptions.Shape;

/** The ingest benchmark's lines, and the same figures flat for a file. */
final class IngestReport {
  private final Map<String, Object> figures = new LinkedHashMap<>();

  void begin(IntSummaryStatistics eventBytes) {
    System.out.printf(
        "events of %.0f bytes of JSON (%d to %d), %d cores for all, gzip at level %d%n",
        eventBytes.getAverage(),
        eventBytes.getMin(),
        eventBytes.getMax(),
        Runtime.getRuntime().availableProcessors(),
        GzipBody.LEVEL);
    figures.put("event_json_mean_bytes", eventBytes.getAverage());
    figures.put("event_json_min_bytes", eventBytes.getMin());
    figures.put("event_json_max_bytes", eventBytes.getMax());
  }

  void shape(Shape shape, int seconds) {
    System.out.printf(
        "%n%s, %d s a rate%n%9s %9s %8s  %-23s %-23s %s%n",
        shape,
        seconds,
        "offered",
        "achieved",
        "retries",
        "in Redis p50/95/99 ms",
        "in Delta p50/95/99 ms",
        "lost, doubled in lake, in Redis");
  }

  void row(Shape shape, IngestRun.Result result) {
    System.out.printf(
        "%,9d %,9.0f %,8d  %-23s %-23s %d, %d, %d%n",
        result.load().rate(),
        result.achieved(),
        result.retries(),
        result.inRedis(),
        result.inDelta(),
        result.lost(),
        result.doubledInLake(),
        result.doubledInRedis());
    double all = result.cpuSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf("          cores %.2f:%s%n", all / result.seconds(), perSecond(result));
    System.out.printf("          us an event:%s%n", perEvent(result));
    record("%s.offered_%d.".formatted(shape.id(), result.load().rate()), result);
  }

  private static String perSecond(IngestRun.Result result) {
    return result.cpuSeconds().entrySet().stream()
        .map(used -> " %s %.2f".formatted(used.getKey(), used.getValue() / result.seconds()))
        .collect(Collectors.joining(","));
  }

  private static String perEvent(IngestRun.Result result) {
    return result.cpuSeconds().entrySet().stream()
        .map(used -> " %s %.1f".formatted(used.getKey(), micros(result, used.getValue())))
        .collect(Collectors.joining(","));
  }

  private static double micros(IngestRun.Result result, double seconds) {
    return seconds * 1e6 / Math.max(1, result.acknowledged());
  }

  private void record(String prefix, IngestRun.Result result) {
    figures.put(prefix + "achieved_events_per_second", result.achieved());
    record(prefix + "redis_freshness_", result.inRedis());
    record(prefix + "delta_freshness_", result.inDelta());
    result
        .cpuSeconds()
        .forEach((component, seconds) -> {
          figures.put(prefix + component + "_cores", seconds / result.seconds());
          figures.put(prefix + component + "_cpu_us_per_event", micros(result, seconds));
        });
    figures.put(prefix + "acknowledged_events", result.acknowledged());
    figures.put(prefix + "retries", result.retries());
    figures.put(prefix + "lost_events", result.lost());
    figures.put(prefix + "doubled_events", result.doubledInLake());
    figures.put(prefix + "redis_surplus_events", result.doubledInRedis());
  }

  private void record(String prefix, Freshness.Percentiles percentiles) {
    figures.put(prefix + "p50_ms", percentiles.p50());
    figures.put(prefix + "p95_ms", percentiles.p95());
    figures.put(prefix + "p99_ms", percentiles.p99());
  }

  void minute(
      int minute,
      double achieved,
      Freshness.Percentiles inRedis,
      Freshness.Percentiles inDelta,
      Map<String, Long> memory) {
    System.out.printf(
        "minute %2d %,9.0f %8s  %-23s %-23s MiB: %s%n",
        minute, achieved, "", inRedis, inDelta, text(memory));
    String prefix = "minute_%d.".formatted(minute);
    figures.put(prefix + "achieved_events_per_second", achieved);
    record(prefix + "redis_freshness_", inRedis);
    record(prefix + "delta_freshness_", inDelta);
    memory.forEach((component, used) -> figures.put(prefix + component + "_resident_mib", used));
  }

  void memory(Map<String, Long> atStart, Map<String, Long> atEnd) {
    System.out.printf(
        "resident MiB at the start: %s%n              at the end: %s%n",
        text(atStart), text(atEnd));
    atStart.forEach((component, used) -> figures.put("start." + component + "_resident_mib", used));
    atEnd.forEach((component, used) -> figures.put("end." + component + "_resident_mib", used));
  }

  private static String text(Map<String, Long> memory) {
    return memory.entrySet().stream()
        .map(used -> "%s %,d".formatted(used.getKey(), used.getValue()))
        .collect(Collectors.joining(", "));
  }

  void profile(String component, Profile.Shares shares) {
    System.out.printf("%n%s: %,d samples of its CPU time%n", component, shares.samples());
    shares
        .byPart()
        .forEach((part, share) -> {
          System.out.printf("  %5.1f %%  %s%n", 100 * share, part);
          figures.put("profile.%s.%s".formatted(component, part), share);
        });
    System.out.println("  the most frequent innermost frames:");
    shares
        .byFrame()
        .forEach((frame, share) -> System.out.printf("  %5.1f %%  %s%n", 100 * share, frame));
  }

  /** Writes the figures, when there is a file to write them to. */
  void write(String file) throws IOException {
    if (file != null) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(Path.of(file).toFile(), figures);
    }
  }
}
