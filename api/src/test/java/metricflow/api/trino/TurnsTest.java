package metricflow.api.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import metricflow.api.query.Caller;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private static final Caller ONE = Caller.of(1);
  private static final Caller TWO = Caller.of(2);

  @Test
  void a_project_whose_queue_is_full_is_told_to_wait_and_another_is_not() {
    Turns turns = turns(2, 1, 9, 0);
    turns.take(ONE);

    assertThat(refusal(turns, ONE).type()).isEqualTo(ProblemType.RATE_EXCEEDED);
    assertThat(refusal(turns, ONE).retryAfterSeconds()).isPositive();
    turns.take(TWO).close();
  }

  @Test
  void when_the_queue_of_all_is_full_the_lake_is_busy() {
    Turns turns = turns(1, 1, 0, 9);
    turns.take(ONE);

    assertThat(refusal(turns, TWO).type()).isEqualTo(ProblemType.LAKE_UNAVAILABLE);
  }

  @Test
  void who_waited_in_vain_may_try_later() {
    Turns turns = new Turns(new QueryLimits(Duration.ZERO, 0, 1, 1, 9, 9));
    Turns.Turn first = turns.take(ONE);

    assertThat(refusal(turns, ONE).type()).isEqualTo(ProblemType.LAKE_UNAVAILABLE);
    first.close();
    turns.take(ONE);
  }

  @Test
  void the_next_turn_goes_to_the_project_that_has_fewest() throws Exception {
    Turns turns = turns(2, 2, 9, 9);
    Turns.Turn first = turns.take(ONE);
    turns.take(ONE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Turns.Turn> third =
          CompletableFuture.supplyAsync(() -> turns.take(ONE), threads);
      awaitWaiting(turns, 1);
      CompletableFuture<Turns.Turn> other =
          CompletableFuture.supplyAsync(() -> turns.take(TWO), threads);
      awaitWaiting(turns, 2);

      first.close();
      other.get(10, TimeUnit.SECONDS).close();
      third.get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void who_goes_away_while_waiting_leaves_the_queue() throws Exception {
    Turns turns = turns(1, 1, 9, 1);
    Turns.Turn first = turns.take(ONE);
    Caller impatient = Caller.of(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Turns.Turn> waiting =
          CompletableFuture.supplyAsync(() -> turns.take(impatient), threads);
      awaitWaiting(turns, 1);
      impatient.cancellation().cancel();

      assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(CancellationException.class);
      assertThat(turns.waiting()).isZero();
    }
    first.close();
    turns.take(ONE).close();
  }

  private static void awaitWaiting(Turns turns, int count) {
    while (turns.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  private static Turns turns(int atOnce, int ofProject, int waiting, int waitingOfProject) {
    return new Turns(
        new QueryLimits(Duration.ofDays(1), 0, atOnce, ofProject, waiting, waitingOfProject));
  }

  private static Problem refusal(Turns turns, Caller caller) {
    return catchThrowableOfType(ProblemException.class, () -> turns.take(caller)).problem();
  }
}
