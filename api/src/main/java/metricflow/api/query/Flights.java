package metricflow.api.query;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.slf4j.MDC;

/**
 * What is being computed right now, once for all who wait for it. When the last of them goes away
 * the computation is cancelled. Thread-safe.
 *
 * @param <K> what is asked, with equality
 * @param <V> the result
 */
final class Flights<K, V> {
  private final Map<K, Flight<V>> flights = new HashMap<>();
  private final Duration patience;

  private static final class Flight<V> {
    private final CompletableFuture<V> result = new CompletableFuture<>();
    private final Cancellation cancellation = new Cancellation();
    private int waiting;
  }

  /**
   * A result.
   *
   * @param shared whether somebody else had asked for it first
   */
  record Landed<V>(V value, boolean shared) {}

  /**
   * No flights yet.
   *
   * @param patience longest time anybody waits
   */
  Flights(Duration patience) {
    this.patience = patience;
  }

  /**
   * The result for {@code key}: of the computation under way, or of {@code compute}, which is told
   * when nobody waits any more.
   *
   * @throws ProblemException what {@code compute} threw, or {@code QUERY_TIMEOUT}
   * @throws CancellationException when {@code caller} went away
   */
  Landed<V> join(K key, Cancellation caller, Function<Cancellation, V> compute) {
    caller.check();
    Flight<V> flight;
    boolean shared;
    synchronized (flights) {
      shared = flights.containsKey(key);
      flight = flights.computeIfAbsent(key, k -> new Flight<>());
      flight.waiting++;
    }
    if (!shared) {
      start(key, flight, compute);
    }
    try {
      return new Landed<>(await(flight, caller), shared);
    } finally {
      leave(key, flight);
    }
  }

  /** How many wait for {@code key}. */
  int waiting(K key) {
    synchronized (flights) {
      Flight<V> flight = flights.get(key);
      return flight == null ? 0 : flight.waiting;
    }
  }

  private void start(K key, Flight<V> flight, Function<Cancellation, V> compute) {
    Map<String, String> logFields = MDC.getCopyOfContextMap();
    Runnable flying =
        () -> {
          if (logFields != null) {
            MDC.setContextMap(logFields);
          }
          try {
            V value = compute.apply(flight.cancellation);
            end(key, flight);
            flight.result.complete(value);
          } catch (Throwable failure) {
            end(key, flight);
            flight.result.completeExceptionally(failure);
          }
        };
    // In the trace of whoever asked first.
    Thread.ofVirtual().name("answer").start(Context.current().wrap(flying));
  }

  private void end(K key, Flight<V> flight) {
    synchronized (flights) {
      flights.remove(key, flight);
    }
  }

  private V await(Flight<V> flight, Cancellation caller) {
    CompletableFuture<V> mine = flight.result.copy();
    try (Cancellation.Listening _ = caller.onCancel(() -> mine.cancel(false))) {
      return mine.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException told) {
        throw told;
      }
      throw new IllegalStateException("could not be computed", failed.getCause());
    } catch (TimeoutException noAnswer) {
      throw new ProblemException(
          ProblemType.QUERY_TIMEOUT,
          "There was no answer after %d s.".formatted(patience.toSeconds()),
          noAnswer);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          ProblemType.LAKE_UNAVAILABLE, "The query was stopped while it waited.", stopping);
    }
  }

  private void leave(K key, Flight<V> flight) {
    boolean last;
    synchronized (flights) {
      flight.waiting--;
      last = flight.waiting == 0 && flights.remove(key, flight);
    }
    if (last) {
      flight.cancellation.cancel();
    }
  }
}
