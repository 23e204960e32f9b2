package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlightsTest {
  private final Flights<String, Integer> flights = new Flights<>(Duration.ofSeconds(30));
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<Integer> result = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Function<Cancellation, Integer> compute =
      cancellation -> {
        cancellation.onCancel(() -> stopped.complete(null));
        begun.countDown();
        return result.join();
      };

  @AfterEach
  void stop() {
    result.complete(0);
    callers.close();
  }

  @Test
  void who_comes_while_it_is_computed_shares_the_result() throws Exception {
    Future<Flights.Landed<Integer>> first = ask(new Cancellation());
    begun.await();
    Future<Flights.Landed<Integer>> second = ask(new Cancellation());
    result.complete(7);

    assertThat(first.get()).isEqualTo(new Flights.Landed<>(7, false));
    assertThat(second.get().value()).isEqualTo(7);
  }

  @Test
  void when_the_last_one_goes_away_the_computation_is_told() throws Exception {
    Cancellation one = new Cancellation();
    Cancellation other = new Cancellation();
    Future<Flights.Landed<Integer>> first = ask(one);
    begun.await();
    CountDownLatch joined = new CountDownLatch(1);
    Future<Flights.Landed<Integer>> second =
        callers.submit(() -> {
          joined.countDown();
          return flights.join("q", other, cancellation -> 1);
        });
    joined.await();
    while (flights.waiting("q") < 2) {
      Thread.onSpinWait();
    }

    one.cancel();
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(CancellationException.class);
    assertThat(stopped).isNotDone();
    other.cancel();
    assertThatThrownBy(second::get).hasRootCauseInstanceOf(CancellationException.class);
    stopped.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_failure_is_told_to_all_and_not_kept() {
    assertThatThrownBy(() ->
            flights.join(
                "q",
                new Cancellation(),
                cancellation -> {
                  throw new ProblemException(ProblemType.LAKE_UNAVAILABLE, "down");
                }))
        .isInstanceOf(ProblemException.class);
    assertThat(flights.join("q", new Cancellation(), cancellation -> 3).value()).isEqualTo(3);
  }

  @Test
  void nobody_waits_for_ever() {
    assertThatThrownBy(() ->
            new Flights<String, Integer>(Duration.ofMillis(1))
                .join("q", new Cancellation(), compute))
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.problem().type()).isEqualTo(ProblemType.QUERY_TIMEOUT));
    assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
  }

  private Future<Flights.Landed<Integer>> ask(Cancellation caller) {
    return callers.submit(() -> flights.join("q", caller, compute));
  }
}
