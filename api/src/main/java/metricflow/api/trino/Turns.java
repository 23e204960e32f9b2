package metricflow.api.trino;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Lets a few statements run at once and some wait; the rest is sent away at once. */
final class Turns {
  private final Semaphore running;
  private final Semaphore waiting;
  private final Duration longestWait;

  Turns(int running, int waiting, Duration longestWait) {
    this.running = new Semaphore(running, true);
    this.waiting = new Semaphore(waiting);
    this.longestWait = longestWait;
  }

  /**
   * Takes a turn, waiting for it if need be. Every turn taken is to be ended.
   *
   * @throws ProblemException {@code RATE_EXCEEDED} when too many wait, {@code LAKE_UNAVAILABLE}
   *     when no turn came
   */
  void begin() {
    if (running.tryAcquire()) {
      return;
    }
    if (!waiting.tryAcquire()) {
      throw new ProblemException(
          ProblemType.RATE_EXCEEDED, "Too many queries are waiting already.");
    }
    try {
      if (!running.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProblemException(
            ProblemType.LAKE_UNAVAILABLE,
            "Other queries kept this one waiting for %d s.".formatted(longestWait.toSeconds()));
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          ProblemType.LAKE_UNAVAILABLE, "The query was stopped while it waited.", stopping);
    } finally {
      waiting.release();
    }
  }

  void end() {
    running.release();
  }
}
