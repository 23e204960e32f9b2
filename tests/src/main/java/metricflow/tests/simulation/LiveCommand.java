package metricflow.tests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends live traffic until the process is asked to stop. */
final class LiveCommand {
  private static final long TICK_MILLIS = 250;
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MAX_BATCH = 200;
  private static final int MAX_IN_FLIGHT = 32;
  private static final int DRAIN_SECONDS = 10;

  private final double rate;
  private final LiveTraffic traffic;
  private final SendingTotals totals = new SendingTotals();
  private final BatchSender sender;
  private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
  private volatile boolean stopping;

  /**
   * Traffic for one project.
   *
   * @param rate events per second
   */
  LiveCommand(ApiAddress api, double rate, long seed) {
    this.rate = rate;
    this.traffic = new LiveTraffic(seed);
    this.sender =
        new BatchSender(api.resolve("/v1/batch"), api.key("METRICFLOW_WRITE_KEY"), totals);
  }

  /**
   * Sends the visits of the last {@code minutes} at once, each event with the time it happened, so
   * that a fresh project has a full hour to show.
   */
  void warmUp(long minutes) throws InterruptedException {
    long now = System.currentTimeMillis();
    List<SimulatedEvent> batch = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long at = now - minutes * 60_000; at < now && !stopping; at += TICK_MILLIS) {
        batch.addAll(traffic.until(at, rate * TICK_MILLIS / 1_000));
        if (batch.size() >= MAX_BATCH) {
          submit(batch, senders);
          batch = new ArrayList<>();
        }
      }
      submit(batch, senders);
    }
  }

  /**
   * Sends until {@link #stop}, or for {@code seconds} when that is more than 0, then waits for the
   * answers that are due.
   */
  void run(long seconds) throws InterruptedException {
    long start = System.nanoTime();
    long end = seconds > 0 ? start + TimeUnit.SECONDS.toNanos(seconds) : Long.MAX_VALUE;
    long reported = start;
    long acceptedBefore = 0;
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long tick = 1; !stopping && System.nanoTime() < end; tick++) {
        List<SimulatedEvent> due =
            traffic.until(System.currentTimeMillis(), rate * TICK_MILLIS / 1_000);
        for (int from = 0; from < due.size(); from += MAX_BATCH) {
          submit(due.subList(from, Math.min(due.size(), from + MAX_BATCH)), senders);
        }
        long now = System.nanoTime();
        if (now - reported >= REPORT_NANOS) {
          long accepted = totals.accepted();
          report((accepted - acceptedBefore) * 1e9 / (now - reported));
          acceptedBefore = accepted;
          reported = now;
        }
        pause(start + TimeUnit.MILLISECONDS.toNanos(tick * TICK_MILLIS));
      }
      inFlight.tryAcquire(MAX_IN_FLIGHT, DRAIN_SECONDS, TimeUnit.SECONDS);
      senders.shutdownNow();
    }
    report(totals.accepted() * 1e9 / (System.nanoTime() - start));
  }

  /** Ends {@link #run} after its current tick. */
  void stop() {
    stopping = true;
  }

  private void submit(List<SimulatedEvent> batch, ExecutorService senders)
      throws InterruptedException {
    // While the collector is away, visits wait here instead of piling up in memory.
    inFlight.acquire();
    var unused =
        senders.submit(() -> {
          try {
            sender.send(batch);
          } finally {
            inFlight.release();
          }
          return null;
        });
  }

  private static void pause(long untilNanos) throws InterruptedException {
    long left = untilNanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private void report(double eventsPerSecond) {
    System.out.println(totals.line(eventsPerSecond));
  }
}
