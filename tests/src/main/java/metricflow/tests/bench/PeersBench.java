package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import metricflow.live.LiveKeys;
import redis.clients.jedis.RedisClient;

/**
 * Gives the same backlog on Kafka to our streaming job and to its peers, one after the other with
 * the machine to itself, and tells what each takes for an event in the lake and in Redis.
 */
public final class PeersBench {
  private static final int LINES_TOLD = 25;
  private static final int ROUNDED_TO = 100;
  private static final long LAKE_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, String> environment = System.getenv();
  private final Options options;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private record Options(
      long events, int linesPerRecord, List<DrainedSystem> systems, String jsonFile) {
    static Options of(String[] arguments) {
      GivenOptions given =
          GivenOptions.of(arguments, List.of("--events", "--lines", "--systems", "--json"));
      return new Options(
          given.number("--events", 6_000_000) / ROUNDED_TO * ROUNDED_TO,
          (int) given.number("--lines", 1),
          Stream.of(given.text("--systems", "ours,spark,flink").split(",", -1))
              .map(name -> DrainedSystem.valueOf(name.toUpperCase(Locale.ROOT)))
              .toList(),
          given.text("--json", null));
    }
  }

  /** What a system took, and the rows it left in the lake. */
  private record Outcome(Drain.Measured drain, long rows) {
    double jobMicros() {
      return drain.cpuMicros().get("job");
    }
  }

  private PeersBench(Options options) {
    this.options = options;
  }

  /**
   * {@code --events N}, {@code --lines N} JSON lines a record for the peers, {@code --systems
   * ours,spark,flink}, {@code --json FILE}.
   */
  public static void main(String[] arguments) throws Exception {
    new PeersBench(Options.of(arguments)).run();
  }

  private void run() throws Exception {
    System.out.printf(
        "%,d events on Kafka, drained into lake and Redis; %d cores; each system alone%n",
        options.events(), Runtime.getRuntime().availableProcessors());
    Backlog.Filled backlog =
        new Backlog(environment.get("METRICFLOW_KAFKA"), options.events(), options.linesPerRecord())
            .fill();
    Progress.done();
    System.out.printf(
        "bytes an event on the bus: our record %.0f (20 events each), JSON lines %.0f (%d each)%n",
        backlog.recordBytes(), backlog.lineBytes(), options.linesPerRecord());
    Map<DrainedSystem, Outcome> outcomes = new EnumMap<>(DrainedSystem.class);
    for (DrainedSystem system : options.systems()) {
      outcomes.put(system, drained(system, backlog));
    }
    print(outcomes, backlog);
    if (options.jsonFile() != null) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(Path.of(options.jsonFile()).toFile(), figures);
    }
  }

  private Outcome drained(DrainedSystem system, Backlog.Filled backlog) throws Exception {
    String[] redisAddress = environment.get("METRICFLOW_REDIS").split(":", 2);
    Path pids = Path.of(environment.get("METRICFLOW_LOGS")).resolveSibling("pids");
    try (RedisClient redis =
        RedisClient.create(URI.create("redis://" + redisAddress[0] + ":" + redisAddress[1]))) {
      ProcessHandle process = system.start(environment, options.linesPerRecord());
      try {
        ComponentUse use =
            new ComponentUse().with("job", process.pid()).with(pids, List.of("kafka", "redis"));
        Drain drain =
            new Drain(system.title(), options.events(), () -> counted(redis, system, backlog), use);
        Drain.Measured measured = drain.watch(process);
        long rows = rowsInLake(system);
        Progress.done();
        System.out.printf(
            "%s: done, %,d events counted, %,d rows in the lake%n",
            system.title(), options.events(), rows);
        return new Outcome(measured, rows);
      } catch (IllegalStateException failed) {
        tail(system.log(environment));
        throw failed;
      } finally {
        // Its work is checked; the machine is the next one's now.
        process.destroyForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);
      }
    }
  }

  /** The instance's folder is gone when the benchmark ends, so what the system said is told now. */
  private static void tail(Path log) throws IOException {
    List<String> said =
        Files.readAllLines(log).stream().filter(line -> !line.matches("\\s+at .*")).toList();
    said.subList(Math.max(0, said.size() - LINES_TOLD), said.size()).forEach(System.err::println);
  }

  private static long counted(RedisClient redis, DrainedSystem system, Backlog.Filled backlog) {
    return LongStream.rangeClosed(backlog.fromMinute(), backlog.toMinute())
        .mapToObj(minute -> redis.hget(system.minuteKey(minute), LiveKeys.TOTAL_FIELD))
        .mapToLong(total -> total == null ? 0 : Long.parseLong(total))
        .sum();
  }

  /**
   * Rows by the footers of the files, counted by the same program for all; waits a little for a
   * system that publishes its last files after its counters.
   */
  private long rowsInLake(DrainedSystem system) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long rows;
    do {
      Process counting =
          new ProcessBuilder(
                  List.of(
                      environment.get("JAVA"),
                      "@" + environment.get("METRICFLOW_PEER_FLINK"),
                      "metricflow.peers.flink.RowCount",
                      system.events(environment).toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (counting.waitFor() != 0) {
        throw new IllegalStateException("the rows of " + system.title() + " cannot be counted");
      }
      rows = Long.parseLong(printed.strip().split(" ", -1)[0]);
    } while (rows < options.events() && System.nanoTime() - start < LAKE_PATIENCE_NANOS);
    return rows;
  }

  private void print(Map<DrainedSystem, Outcome> outcomes, Backlog.Filled backlog) {
    Outcome ours = outcomes.get(DrainedSystem.OURS);
    System.out.printf(
        "%n%-28s %10s %7s %12s %8s %8s %9s%n",
        "after warm-up", "events/s", "cores", "events/s", "redis", "kafka", "ours is");
    System.out.printf(
        "%-28s %10s %7s %12s %8s %8s %9s%n",
        "", "", "", "a core", "us/event", "us/event", "times it");
    List<String> wrong = new ArrayList<>();
    outcomes.forEach((system, outcome) -> {
      row(system.title(), outcome, outcome.jobMicros(), ours == null ? 0 : ours.jobMicros());
      record(system.id(), outcome, ours);
      if (outcome.rows() != options.events()) {
        wrong.add(
            "%s has %,d rows of %,d".formatted(system.title(), outcome.rows(), options.events()));
      }
      if (system == DrainedSystem.OURS) {
        row("ours, with parsing (*)", outcome, outcome.jobMicros() + backlog.collectorMicros(), 0);
      }
    });
    if (ours != null) {
      ratiosWithParsing(outcomes, ours.jobMicros() + backlog.collectorMicros());
    }
    System.out.printf(
        """

        (*) Our job finds the events parsed, validated and packed by the collector: %.2f us of CPU
            an event, measured while the backlog was filled. A collector in front of the peers must
            parse too if it validates; this row is as if it did not.
        """,
        backlog.collectorMicros());
    figures.put("events_count", options.events());
    figures.put("lines_per_record", options.linesPerRecord());
    figures.put("bus_record_bytes_per_event", backlog.recordBytes());
    figures.put("json_lines_bytes_per_event", backlog.lineBytes());
    figures.put("collector_cpu_us_per_event", backlog.collectorMicros());
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("not every event once: " + String.join("; ", wrong));
    }
  }

  private void ratiosWithParsing(Map<DrainedSystem, Outcome> outcomes, double micros) {
    outcomes.forEach((system, outcome) -> {
      if (system != DrainedSystem.OURS) {
        double ratio = outcome.jobMicros() / micros;
        System.out.printf(
            "%-28s %58s %8.2fx%n", "ours with parsing (*) is", "of " + system.title(), ratio);
        figures.put(system.id() + ".ratio_with_parsing", ratio);
      }
    });
  }

  private static void row(String title, Outcome outcome, double micros, double ourMicros) {
    Map<String, Double> cpu = outcome.drain().cpuMicros();
    System.out.printf(
        "%-28s %,10.0f %7.2f %,12.0f %8.2f %8.2f %9s%n",
        title,
        outcome.drain().eventsPerSecond(),
        outcome.jobMicros() * outcome.drain().eventsPerSecond() / 1e6,
        1e6 / micros,
        cpu.get("redis"),
        cpu.get("kafka"),
        ourMicros == 0 ? "" : "%.2fx".formatted(micros / ourMicros));
  }

  private void record(String id, Outcome outcome, Outcome ours) {
    figures.put(id + ".events_per_second", outcome.drain().eventsPerSecond());
    figures.put(id + ".events_per_second_and_core", 1e6 / outcome.jobMicros());
    outcome
        .drain()
        .cpuMicros()
        .forEach((component, micros) ->
            figures.put("%s.%s_cpu_us_per_event".formatted(id, component), micros));
    figures.put(id + ".lake_rows", outcome.rows());
    figures.put(id + ".measured_events", outcome.drain().events());
    figures.put(id + ".measured_seconds", outcome.drain().seconds());
    if (ours != null) {
      figures.put(id + ".ratio", outcome.jobMicros() / ours.jobMicros());
    }
  }
}
