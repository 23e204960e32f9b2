package metricflow.tests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The load generator's process. It takes one load a line on standard input, and tells on standard
 * output when it started ({@link System#nanoTime}, which is one clock for all processes of a Linux
 * machine), how far it is, and when it is done.
 */
public final class LoadMain {
  static final int CONNECTIONS = 48;
  private static final int REPORT_MILLIS = 50;

  private final URI api;
  private final Map<Integer, List<BatchTemplate>> templates = new HashMap<>();

  private LoadMain(URI api) {
    this.api = api;
  }

  /** The only argument is the address of the API. */
  public static void main(String[] arguments) throws Exception {
    LoadMain main = new LoadMain(URI.create(arguments[0]));
    try (BufferedReader loads =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String load = loads.readLine(); load != null; load = loads.readLine()) {
        main.send(load.split(" ", -1));
      }
    }
  }

  /** How a load is written on a line. */
  static String line(LoadGenerator.Load load, String writeKey) {
    return "%d %d %d %d %b %s\n"
        .formatted(
            load.run(), load.rate(), load.batchSize(), load.seconds(), load.gzip(), writeKey);
  }

  private void send(String[] words) throws IOException, InterruptedException {
    LoadGenerator.Load load =
        new LoadGenerator.Load(
            Integer.parseInt(words[0]),
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            CONNECTIONS,
            Boolean.parseBoolean(words[4]));
    if (!templates.containsKey(load.batchSize())) {
      templates.put(load.batchSize(), BatchTemplate.simulated(load.batchSize()));
    }
    LoadGenerator generator =
        new LoadGenerator(api, words[5], templates.get(load.batchSize()), load);
    long start = System.nanoTime();
    say("started " + start);
    CompletableFuture<Long> sending =
        CompletableFuture.supplyAsync(() -> {
          try {
            generator.run(start);
            return System.nanoTime();
          } catch (Exception failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
          }
        });
    String end = null;
    while (end == null) {
      try {
        end = "done " + sending.get(REPORT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException underWay) {
        say("sent %d %d".formatted(generator.acknowledged(), generator.retries()));
      } catch (ExecutionException failed) {
        end = "failed " + failed.getCause().getMessage();
      }
    }
    say("sent %d %d".formatted(generator.acknowledged(), generator.retries()));
    say(end);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
