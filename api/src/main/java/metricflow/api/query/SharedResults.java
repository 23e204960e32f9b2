package metricflow.api.query;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Results shared by all who ask for the same thing: computed once however many wait, then kept for
 * a short time. A failure is told to those who wait and not kept. Thread-safe.
 *
 * @param <K> what is asked, with equality
 * @param <V> the result
 */
public final class SharedResults<K, V> {
  /** Where results are computed unless a test wants it otherwise: each on a thread of its own. */
  public static final Executor ONE_THREAD_EACH =
      task -> Thread.ofVirtual().name("shared-result").start(task);

  private final AsyncCache<K, Outcome<V>> outcomes;
  private final Duration patience;
  private final ProblemType tooLong;

  /** What came of it: a result, or why there is none. */
  private record Outcome<V>(V result, RuntimeException failure) {
    static <V> Outcome<V> of(Supplier<V> compute) {
      try {
        return new Outcome<>(compute.get(), null);
      } catch (RuntimeException failure) {
        return new Outcome<>(null, failure);
      }
    }

    V resultOrThrow() {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  /**
   * Keeps at most {@code most} results for {@code life} after each was computed.
   *
   * @param patience longest time anybody waits
   * @param tooLong the problem for those who waited that long
   * @param executor computes the results
   */
  public SharedResults(
      Duration life,
      long most,
      Duration patience,
      ProblemType tooLong,
      Ticker ticker,
      Executor executor) {
    this.patience = patience;
    this.tooLong = tooLong;
    Expiry<K, Outcome<V>> expiry =
        Expiry.writing((key, outcome) -> outcome.failure() == null ? life : Duration.ZERO);
    this.outcomes =
        Caffeine.newBuilder()
            .expireAfter(expiry)
            .maximumSize(most)
            .ticker(ticker)
            .executor(executor)
            .buildAsync();
  }

  /**
   * The result for {@code key}.
   *
   * @throws ProblemException what {@code compute} threw, or nobody's patience lasted
   */
  public V get(K key, Supplier<V> compute) {
    CompletableFuture<Outcome<V>> outcome =
        outcomes.get(
            key,
            (k, executor) ->
                CompletableFuture.supplyAsync(
                    // In the trace of whoever asked first.
                    Context.current().wrapSupplier(() -> Outcome.of(compute)), executor));
    try {
      return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS).resultOrThrow();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("could not be computed: " + key, failed.getCause());
    } catch (TimeoutException noAnswer) {
      throw new ProblemException(
          tooLong, "There was no answer after %d s.".formatted(patience.toSeconds()), noAnswer);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a result", stopping);
    }
  }
}
