package metricflow.api.query;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Tells those who work on something that nobody waits for it any more. Thread-safe. */
public final class Cancellation {
  private final Set<Runnable> listeners = new HashSet<>();
  private boolean cancelled;

  /** A listener's place; closing it gives the place up. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Nobody waits any more; each listener is told once, on this thread. */
  public void cancel() {
    Set<Runnable> told;
    synchronized (listeners) {
      cancelled = true;
      told = Set.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Whether nobody waits any more. */
  public boolean isCancelled() {
    synchronized (listeners) {
      return cancelled;
    }
  }

  /**
   * Goes on only while somebody waits.
   *
   * @throws CancellationException when nobody does
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("nobody waits for this any more");
    }
  }

  /** Tells {@code listener}, which must not block; at once when it has happened already. */
  public Listening onCancel(Runnable listener) {
    synchronized (listeners) {
      if (!cancelled) {
        listeners.add(listener);
        return () -> remove(listener);
      }
    }
    listener.run();
    return () -> {};
  }

  private void remove(Runnable listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }
}
