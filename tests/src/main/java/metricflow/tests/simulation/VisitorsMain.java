package metricflow.tests.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code history}, {@code live} and {@code funnel}: see {@link #USAGE}. */
public final class VisitorsMain {
  private static final String USAGE =
      """
      usage: VisitorsMain history --out FILE.ndjson[.gz] [--days 35] [--events-per-day 20000]
                                  [--seed 1] [--until 2026-11-24T12:00:00Z]
             VisitorsMain live    [--rate 20] [--seed N] [--seconds N] [--warm-up-minutes N]
             VisitorsMain funnel
      METRICFLOW_API or METRICFLOW_API_PORT names the API; live needs METRICFLOW_WRITE_KEY,
      funnel needs METRICFLOW_READ_KEY.\
      """;

  private VisitorsMain() {}

  /** Runs one command; exits 2 when it was called wrongly, 1 when it failed. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      run(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
    } catch (IOException failed) {
      System.err.println(failed.getMessage() == null ? failed.toString() : failed.getMessage());
      System.exit(1);
    }
  }

  private static void run(String[] arguments) throws IOException, InterruptedException {
    String command = arguments.length == 0 ? "" : arguments[0];
    switch (command) {
      case "history" -> history(arguments);
      case "live" -> live(arguments);
      case "funnel" -> {
        Options.parse(arguments, Set.of());
        System.out.println(new FunnelCommand(ApiAddress.from(System.getenv())).run());
      }
      default -> throw new IllegalArgumentException("unknown command '%s'".formatted(command));
    }
  }

  private static void history(String[] arguments) throws IOException {
    Options options =
        Options.parse(arguments, Set.of("out", "days", "events-per-day", "seed", "until"));
    Path file = Path.of(options.required("out"));
    String minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    HistoryCommand history =
        new HistoryCommand(
            Instant.parse(options.text("until", minute)),
            (int) options.number("days", 35),
            options.number("events-per-day", 20_000),
            options.number("seed", 1));
    System.out.printf("%d events written to %s%n", history.write(file), file);
  }

  private static void live(String[] arguments) throws InterruptedException {
    Options options =
        Options.parse(arguments, Set.of("rate", "seed", "seconds", "warm-up-minutes"));
    LiveCommand live =
        new LiveCommand(
            ApiAddress.from(System.getenv()),
            options.number("rate", 20),
            options.number("seed", System.nanoTime()));
    CountDownLatch finished = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(live, finished)));
    try {
      live.warmUp(options.number("warm-up-minutes", 0));
      live.run(options.number("seconds", 0));
    } finally {
      finished.countDown();
    }
  }

  private static void stop(LiveCommand live, CountDownLatch finished) {
    live.stop();
    try {
      finished.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
