package metricflow.api.trino;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import metricflow.api.query.Caller;
import metricflow.api.rate.RateLimit;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Bytes that the statements of each project may read from the lake's files in a minute. How much a
 * statement reads is known when it has: a project may come to owe, and then waits until it owes
 * nothing. Thread-safe.
 */
public final class ScanBudget {
  private static final int MINUTE = 60;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** No limit. */
  public static final ScanBudget NONE =
      new ScanBudget(0, System::nanoTime, new SimpleMeterRegistry());

  private final long bytesPerMinute;
  private final RateLimit<Integer> limit;
  private final Counter refused;

  /**
   * A budget for each project.
   *
   * @param bytesPerMinute how many; 0 for no limit
   * @param registry counts {@code metricflow.query.budget.refused}
   */
  public ScanBudget(long bytesPerMinute, LongSupplier nanoClock, MeterRegistry registry) {
    this.bytesPerMinute = bytesPerMinute;
    this.limit =
        new RateLimit<>(bytesPerMinute / (double) MINUTE, MINUTE, FORGOTTEN_AFTER, nanoClock);
    this.refused = registry.counter("metricflow.query.budget.refused");
  }

  /**
   * Lets a statement begin.
   *
   * @throws ProblemException {@code RATE_EXCEEDED} when the project has used its bytes up, with the
   *     time until it may read again
   */
  void admit(int projectId) {
    int seconds = limit.secondsToWait(projectId);
    if (seconds > 0 && counts(projectId)) {
      refused.increment();
      throw new ProblemException(
          new Problem(
              ProblemType.RATE_EXCEEDED,
              ("The queries of this project have read the %d MB that they may read in a minute;"
                      + " the next may run in %d s. Answers that are kept are given all the same.")
                  .formatted(bytesPerMinute >> 20, seconds),
              seconds));
    }
  }

  /** Counts what a statement has read, however it ended. */
  void charge(int projectId, long bytes) {
    if (counts(projectId)) {
      limit.charge(projectId, bytes);
    }
  }

  /** What is asked for all projects together is charged to none. */
  private static boolean counts(int projectId) {
    return projectId != Caller.OURSELVES.projectId();
  }
}
