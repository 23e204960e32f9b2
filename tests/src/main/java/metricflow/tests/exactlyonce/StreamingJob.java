package metricflow.tests.exactlyonce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import metricflow.config.ConfigKey;
import metricflow.config.CrashPoint;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;

/** The streaming job of an instance as its operator handles it, and as an accident does. */
final class StreamingJob {
  private static final String NAME = "streaming";
  private static final Duration DEATH = Duration.ofSeconds(120);
  private static final int KILLS_UNTIL_IDLE = 5;

  private final Cli cli;
  private final Path checkpoint;
  private final Path log;

  private StreamingJob(Cli cli, Path checkpoint, Path log) {
    this.cli = cli;
    this.checkpoint = checkpoint;
    this.log = log;
  }

  /** The one of {@code instance}, whose files {@code environment} names. */
  static StreamingJob of(Instance instance, Map<String, String> environment) {
    return new StreamingJob(
        new Cli(instance),
        Path.of(environment.get("METRICFLOW_CHECKPOINTS"), "events"),
        Path.of(environment.get("METRICFLOW_LOGS"), NAME + ".log"));
  }

  /** Returns when it has finished its first micro-batch. */
  void start() {
    cli.run("start", NAME);
  }

  void kill() {
    cli.run("kill", NAME);
  }

  /** Kills and starts another component. */
  void restartOther(String component) {
    cli.run("kill", component);
    cli.run("start", component);
  }

  /** Starts it and returns when it has died at {@code point} of its n-th micro-batch. */
  void startToDieAt(CrashPoint point, int microBatch) throws IOException {
    long before = Files.size(log);
    // It may be ready before it dies or not; both are well.
    Cli.Result start =
        cli.attempt(
            Map.of(ConfigKey.METRICFLOW_CRASH_AT.name(), point + ":" + microBatch), "start", NAME);
    String lastWords = "dying at " + point;
    Await.upTo(DEATH, "'%s' after %s".formatted(lastWords, start.output()))
        .until(() -> logFrom(before).contains(lastWords), said -> said);
    Await.upTo(DEATH, "the end of streaming at " + point)
        .until(
            () -> cli.attempt("status").output(),
            status -> status.lines().anyMatch(line -> line.matches("\\W*streaming\\W+died\\b.*")));
  }

  /** Starts it and kills it {@code after} so long, ready or not. */
  void startAndKill(Duration after) throws InterruptedException {
    CompletableFuture<Cli.Result> start =
        CompletableFuture.supplyAsync(() -> cli.attempt("start", NAME));
    TimeUnit.MILLISECONDS.sleep(after.toMillis());
    Await.upTo(DEATH, "a streaming job to kill")
        .until(() -> cli.attempt("kill", NAME).exit(), exit -> exit == 0);
    start.join();
  }

  /**
   * Kills it between two micro-batches and removes the last commit from its checkpoint, so that it
   * has to repeat a whole micro-batch that was done.
   */
  void killAndForgetLastCommit() {
    for (int kill = 1; kill <= KILLS_UNTIL_IDLE; kill++) {
      Await.upTo(DEATH, "a moment between two micro-batches")
          .until(this::isBetweenMicroBatches, idle -> !idle);
      Await.upTo(DEATH, "a moment between two micro-batches")
          .until(this::isBetweenMicroBatches, idle -> idle);
      kill();
      if (isBetweenMicroBatches()) {
        delete("commits", last("commits").orElseThrow());
        return;
      }
      start();
    }
    throw new AssertionError(
        "streaming was in a micro-batch at each of %d kills".formatted(KILLS_UNTIL_IDLE));
  }

  private boolean isBetweenMicroBatches() {
    OptionalLong done = last("commits");
    return done.isPresent() && done.equals(last("offsets"));
  }

  private OptionalLong last(String folder) {
    try (Stream<Path> files = Files.list(checkpoint.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void delete(String folder, long number) {
    try {
      Files.delete(checkpoint.resolve(folder).resolve(Long.toString(number)));
      Files.deleteIfExists(checkpoint.resolve(folder).resolve("." + number + ".crc"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String logFrom(long offset) {
    try (var in = Files.newInputStream(log)) {
      // A log that has grown too large is begun anew.
      in.skipNBytes(Files.size(log) < offset ? 0 : offset);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
