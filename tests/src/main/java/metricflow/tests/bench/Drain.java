package metricflow.tests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Watches a system work off the backlog: how fast, and for how much CPU, once it is warm. */
final class Drain {
  /** The first share of the events is warm-up: classes to load, code to compile. */
  private static final double WARM_UP = 0.3;

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(20);
  private static final int POLL_MILLIS = 40;

  private final String name;
  private final long events;
  private final LongSupplier counted;
  private final ComponentUse use;
  private final List<Sample> samples = new ArrayList<>();

  private record Sample(long nanos, long counted, Map<String, Double> cpuSeconds) {}

  /**
   * What the warm part of the drain took.
   *
   * @param cpuMicros CPU microseconds an event, by component
   */
  record Measured(
      long events, double seconds, double eventsPerSecond, Map<String, Double> cpuMicros) {}

  /**
   * A drain to be watched.
   *
   * @param events size of the backlog
   * @param counted events the system has in Redis by now
   * @param use its process and those of Kafka and Redis
   */
  Drain(String name, long events, LongSupplier counted, ComponentUse use) {
    this.name = name;
    this.events = events;
    this.counted = counted;
    this.use = use;
  }

  /**
   * Returns when every event is counted.
   *
   * @throws IllegalStateException when the system ended or does not get there
   */
  Measured watch(ProcessHandle system) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long seen = 0;
    while (seen < events) {
      long now = System.nanoTime();
      if (!system.isAlive() || now - start > PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%s %s after %,d of %,d events"
                .formatted(name, system.isAlive() ? "is not done" : "ended", seen, events));
      }
      long total = counted.getAsLong();
      if (total > seen) {
        seen = total;
        samples.add(new Sample(now, total, use.cpuSeconds()));
      }
      Progress.show(
          "%s: %,d of %,d events, %d s", name, seen, events, (now - start) / 1_000_000_000);
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    if (seen != events) {
      throw new IllegalStateException("%s counted %,d of %,d events".formatted(name, seen, events));
    }
    return measured();
  }

  private Measured measured() {
    Sample last = samples.getLast();
    Sample warm =
        samples.stream()
            .filter(sample -> sample.counted() >= WARM_UP * events)
            .findFirst()
            .orElse(last);
    if (warm == last) {
      throw new IllegalStateException(
          "%s took the backlog in too few steps to be measured: --events more".formatted(name));
    }
    long measured = last.counted() - warm.counted();
    double seconds = (last.nanos() - warm.nanos()) / 1e9;
    Map<String, Double> micros = last.cpuSeconds();
    micros.replaceAll(
        (component, used) -> (used - warm.cpuSeconds().get(component)) * 1e6 / measured);
    return new Measured(measured, seconds, measured / seconds, micros);
  }
}
