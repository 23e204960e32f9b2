package metricflow.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.Project;

/** Sends an even flow of events of one project in the background and keeps the ids acknowledged. */
final class SteadyTraffic implements AutoCloseable {
  private static final int BATCH = 25;
  private static final long PERIOD_MILLIS = 50;
  private static final int PERSONS = 200;

  private final Project project;
  private final Set<String> acknowledged = new TreeSet<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile boolean stopping;
  private int next;
  private Future<Set<String>> result;

  SteadyTraffic(Project project) {
    this.project = project;
  }

  /** Begins to send 500 events a second. */
  void start() {
    result = thread.submit(this::send);
  }

  /** Sends what is under way, then gives the ids that were acknowledged. */
  Set<String> stop() throws Exception {
    stopping = true;
    return result.get(60, TimeUnit.SECONDS);
  }

  private Set<String> send() throws InterruptedException {
    long start = System.nanoTime();
    for (long tick = 1; !stopping; tick++) {
      deliver(batch());
      long due = start + TimeUnit.MILLISECONDS.toNanos(tick * PERIOD_MILLIS);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }
    return acknowledged;
  }

  private List<Map<String, Object>> batch() {
    List<Map<String, Object>> events = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      events.add(
          Map.of(
              "event", "numbered",
              "event_id", UUID.randomUUID().toString(),
              "distinct_id", "person-" + next % PERSONS,
              "event_time", Instant.now().toString(),
              "properties", Map.of("number", next)));
      next++;
    }
    return events;
  }

  /** Sends a batch until it is acknowledged, always with the same ids. */
  private void deliver(List<Map<String, Object>> events) throws InterruptedException {
    while (true) {
      try {
        Answer answer = project.send(events);
        if (answer.status() == 200) {
          for (JsonNode one : answer.body().path("results")) {
            acknowledged.add(one.path("event_id").asText());
          }
          return;
        }
      } catch (UncheckedIOException unreachable) {
        // The batch may or may not have arrived: exactly what the same ids are for.
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.shutdownNow();
  }
}
