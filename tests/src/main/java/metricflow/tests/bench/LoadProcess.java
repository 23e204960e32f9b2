package metricflow.tests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The load generator as a process of its own, seen from the benchmark that measures. */
final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader told;
  private final Writer loads;

  private volatile long startNanos;
  private volatile long endNanos;
  private volatile long acknowledged;
  private volatile long retries;
  private volatile String failure;

  LoadProcess(URI api) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LoadMain.class.getName(),
                    api.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    told =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    loads = process.outputWriter(StandardCharsets.US_ASCII);
  }

  long pid() {
    return process.pid();
  }

  /** Starts a load when the one before is done; returns at its first moment. */
  void start(LoadGenerator.Load load, String writeKey) throws IOException {
    acknowledged = 0;
    retries = 0;
    endNanos = 0;
    loads.write(LoadMain.line(load, writeKey));
    loads.flush();
    String line = told.readLine();
    if (line == null || !line.startsWith("started ")) {
      throw new IllegalStateException("the load generator ended: " + line);
    }
    startNanos = Long.parseLong(line.substring("started ".length()));
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try {
      while (endNanos == 0 && failure == null) {
        String line = told.readLine();
        String[] words = line == null ? new String[] {"failed"} : line.split(" ", 3);
        switch (words[0]) {
          case "sent" -> {
            acknowledged = Long.parseLong(words[1]);
            retries = Long.parseLong(words[2]);
          }
          case "done" -> endNanos = Long.parseLong(words[1]);
          default -> failure = String.valueOf(line);
        }
      }
    } catch (IOException broken) {
      failure = broken.toString();
    }
  }

  /** Whether every batch of the load is acknowledged. */
  boolean isDone() {
    if (failure != null) {
      throw new IllegalStateException("the load generator: " + failure);
    }
    return endNanos != 0;
  }

  long startNanos() {
    return startNanos;
  }

  /** When the last batch was acknowledged. */
  long endNanos() {
    return endNanos;
  }

  long acknowledged() {
    return acknowledged;
  }

  long retries() {
    return retries;
  }

  @Override
  public void close() throws IOException {
    loads.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException stopped) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
