package metricflow.api.trino;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import metricflow.api.query.Caller;
import metricflow.api.query.Cancellation;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Lets a few statements run at once and some wait; the rest is sent away at once. The next turn
 * goes to the project that has the fewest, among those to whoever came first. Thread-safe.
 */
final class Turns {
  private static final int LONGEST_RETRY_SECONDS = 30;

  /** How much the latest turn counts in the usual length of a turn. */
  private static final double LATEST = 0.2;

  private final QueryLimits limits;
  private final Object lock = new Object();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final Map<Integer, Integer> runningByProject = new HashMap<>();
  private int running;
  private double usualSeconds = 1;

  private record Waiting(int projectId, CompletableFuture<Void> called) {}

  /** A turn taken. Closing it gives it to the next. */
  @FunctionalInterface
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  Turns(QueryLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes a turn, waiting for it if need be.
   *
   * @throws ProblemException {@code RATE_EXCEEDED} when too many of the project wait, {@code
   *     LAKE_UNAVAILABLE} when too many of all projects do, or no turn came
   * @throws CancellationException when the caller was cancelled while it waited
   */
  Turn take(Caller caller) {
    caller.cancellation().check();
    Waiting waiting = new Waiting(caller.projectId(), new CompletableFuture<>());
    synchronized (lock) {
      admit(caller.projectId());
      queue.add(waiting);
      callNext();
    }
    await(caller, waiting);
    long begin = System.nanoTime();
    return () -> end(caller.projectId(), begin);
  }

  /** How many have a turn. */
  int running() {
    synchronized (lock) {
      return running;
    }
  }

  /** How many wait. */
  int waiting() {
    synchronized (lock) {
      return queue.size();
    }
  }

  private void admit(int projectId) {
    if (isFree(projectId)) {
      return;
    }
    long ofProject = queue.stream().filter(other -> other.projectId == projectId).count();
    if (ofProject >= limits.waitingPerProject()) {
      throw refusal(
          ProblemType.RATE_EXCEEDED,
          "%d queries of this project are waiting already.".formatted(ofProject),
          ofProject / (double) limits.atOncePerProject());
    }
    if (queue.size() >= limits.waiting()) {
      throw refusal(
          ProblemType.LAKE_UNAVAILABLE,
          "%d queries are waiting already.".formatted(queue.size()),
          queue.size() / (double) limits.atOnce());
    }
  }

  private ProblemException refusal(ProblemType type, String detail, double turnsToWait) {
    long seconds = Math.clamp(Math.round(turnsToWait * usualSeconds), 1, LONGEST_RETRY_SECONDS);
    return new ProblemException(new Problem(type, detail, (int) seconds));
  }

  private boolean isFree(int projectId) {
    return running < limits.atOnce()
        && runningByProject.getOrDefault(projectId, 0) < limits.atOncePerProject();
  }

  /** Calls whoever may begin. */
  private void callNext() {
    for (Waiting next = next(); next != null; next = next()) {
      queue.remove(next);
      if (next.called.complete(null)) {
        running++;
        runningByProject.merge(next.projectId, 1, Integer::sum);
      }
    }
  }

  private Waiting next() {
    Waiting best = null;
    for (Waiting waiting : queue) {
      if (isFree(waiting.projectId)
          && (best == null || taken(waiting.projectId) < taken(best.projectId))) {
        best = waiting;
      }
    }
    return best;
  }

  private int taken(int projectId) {
    return runningByProject.getOrDefault(projectId, 0);
  }

  private void await(Caller caller, Waiting waiting) {
    try (Cancellation.Listening _ =
        caller.cancellation().onCancel(() -> waiting.called.cancel(false))) {
      waiting.called.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException noTurn) {
      if (leave(waiting)) {
        throw new ProblemException(
            ProblemType.LAKE_UNAVAILABLE,
            "Other queries kept this one waiting for %d s.".formatted(limits.time().toSeconds()));
      }
      // Called, or cancelled, at the last moment.
      waiting.called.join();
    } catch (CancellationException gone) {
      leave(waiting);
      throw gone;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      if (!leave(waiting) && !waiting.called.isCancelled()) {
        end(waiting.projectId, System.nanoTime());
      }
      throw new ProblemException(
          ProblemType.LAKE_UNAVAILABLE, "The query was stopped while it waited.", stopping);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Gives up waiting; false when the turn has come meanwhile. */
  private boolean leave(Waiting waiting) {
    synchronized (lock) {
      return queue.remove(waiting);
    }
  }

  private void end(int projectId, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    synchronized (lock) {
      usualSeconds += (seconds - usualSeconds) * LATEST;
      running--;
      runningByProject.computeIfPresent(projectId, (id, taken) -> taken == 1 ? null : taken - 1);
      callNext();
    }
  }
}
