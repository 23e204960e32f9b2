package metricflow.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import metricflow.table.Tables;
import metricflow.tests.bench.IngestOptions.Shape;
import metricflow.tests.instance.Instance;

/**
 * Offers a running instance events at several rates and tells how fresh they were in Redis and in
 * the lake, what CPU each component took, and whether any was lost or doubled.
 */
public final class IngestBench {
  private static final List<String> COMPONENTS =
      List.of("api", "kafka", "streaming", "redis", "trino");
  private static final int WARM_UP_RATE = 20_000;
  private static final int SHAPE_WARM_UP_SECONDS = 8;

  /** Where a load falls below this share of what was offered, higher ones tell nothing new. */
  private static final double CEILING = 0.6;

  private final IngestOptions options;
  private final Instance instance = Instance.fromEnvironment();
  private final Path logs;
  private final Path events;
  private final LoadProcess generator;
  private final ComponentUse use;
  private final IngestReport report = new IngestReport();
  private int runs = (int) (System.currentTimeMillis() / 1000);

  private IngestBench(Map<String, String> environment, IngestOptions options, LoadProcess generator)
      throws IOException {
    this.options = options;
    this.generator = generator;
    this.logs = Path.of(environment.get("METRICFLOW_LOGS"));
    this.events = Path.of(environment.get("METRICFLOW_LAKE"), Tables.EVENTS.name());
    this.use =
        new ComponentUse()
            .with("generator", generator.pid())
            .with("measuring", ProcessHandle.current().pid())
            .with(logs.resolveSibling("pids"), COMPONENTS);
  }

  /** See {@link IngestOptions}: each is {@code --name value}. */
  public static void main(String[] arguments) throws Exception {
    IngestOptions options = IngestOptions.of(arguments);
    try (LoadProcess generator = new LoadProcess(Instance.fromEnvironment().api())) {
      new IngestBench(System.getenv(), options, generator).run();
    }
  }

  private void run() throws Exception {
    Shape first = options.shapes().getFirst();
    IntSummaryStatistics bytes =
        BatchTemplate.eventBytes(BatchTemplate.simulated(first.batchSize()));
    report.begin(bytes);
    System.out.printf(
        "warming up: %d s at %,d events/s, then %d s for each further shape%n",
        options.warmUpSeconds(), WARM_UP_RATE, SHAPE_WARM_UP_SECONDS);
    warmUp(first, options.warmUpSeconds());
    if (options.profileRate() > 0) {
      profile(first);
    } else if (options.soakMinutes() > 0) {
      soak(first);
    } else {
      for (Shape shape : options.shapes()) {
        if (shape != first) {
          warmUp(shape, SHAPE_WARM_UP_SECONDS);
        }
        rising(shape);
      }
    }
    report.write(options.jsonFile());
  }

  private void warmUp(Shape shape, int seconds) throws Exception {
    measure(load(shape, WARM_UP_RATE, seconds));
  }

  private void rising(Shape shape) throws Exception {
    report.shape(shape, options.seconds());
    for (int rate : options.rates()) {
      IngestRun.Result result = measure(load(shape, rate, options.seconds()));
      report.row(shape, result);
      if (result.achieved() < CEILING * rate) {
        System.out.println("that is the ceiling: higher rates are not offered in this shape");
        break;
      }
    }
  }

  private void soak(Shape shape) throws Exception {
    int seconds = options.soakMinutes() * 60;
    report.shape(shape, seconds);
    Soak soak = new Soak(options.soakMinutes(), use, report);
    IngestRun.Result result = run(load(shape, options.rate(), seconds)).measure(soak);
    soak.lastMinute();
    report.row(shape, result);
    soak.memory();
  }

  private void profile(Shape shape) throws Exception {
    report.shape(shape, options.seconds());
    Profile api = new Profile("api", use.pid("api"), logs);
    Profile streaming = new Profile("streaming", use.pid("streaming"), logs);
    api.start();
    streaming.start();
    IngestRun.Result result = measure(load(shape, options.profileRate(), options.seconds()));
    api.stop();
    streaming.stop();
    report.row(shape, result);
    report.profile(api.component(), api.read());
    report.profile(streaming.component(), streaming.read());
  }

  private LoadGenerator.Load load(Shape shape, int rate, int seconds) {
    return new LoadGenerator.Load(
        runs++, rate, shape.batchSize(), seconds, LoadMain.CONNECTIONS, shape.gzip());
  }

  private IngestRun run(LoadGenerator.Load load) throws IOException {
    return new IngestRun(instance, generator, use, events, load);
  }

  private IngestRun.Result measure(LoadGenerator.Load load) throws Exception {
    IngestRun.Result result =
        run(load)
            .measure(underWay ->
                Progress.show(
                    "%,d/s: %,d sent, %.0f s",
                    load.rate(), underWay.acknowledged(), underWay.seconds()));
    Progress.done();
    return result;
  }
}
