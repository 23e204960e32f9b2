package metricflow.api.collect;

import java.util.concurrent.Semaphore;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Bounds the memory that all requests in flight may hold together. Thread-safe. */
final class ByteBudget {
  private static final int BYTES_PER_PERMIT = 1024;

  private final Semaphore permits;

  ByteBudget(long bytes) {
    permits = new Semaphore(Math.toIntExact(bytes / BYTES_PER_PERMIT));
  }

  /** What one request holds; closing it gives everything back. */
  Lease lease() {
    return new Lease();
  }

  /** The share of one request, for one thread. */
  final class Lease implements AutoCloseable {
    private int held;

    private Lease() {}

    /**
     * Adds to the share.
     *
     * @throws ProblemException when the budget is spent, without waiting
     */
    void take(int bytes) {
      int more = bytes / BYTES_PER_PERMIT + 1;
      if (!permits.tryAcquire(more)) {
        throw new ProblemException(
            ProblemType.BUS_UNAVAILABLE, "Too many requests are being received at once.");
      }
      held += more;
    }

    @Override
    public void close() {
      permits.release(held);
      held = 0;
    }
  }
}
